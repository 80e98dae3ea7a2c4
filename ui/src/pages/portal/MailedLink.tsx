import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { api, outcome } from "../../api/client";
import type { ErrorBody, ErrorCode, PortalLinkView, PortalPage } from "../../api/types";
import { useNavigation } from "../../browser/navigation";
import { directoryOf } from "../../browser/portal";
import { useAutofill } from "../../desk/autofill";
import { Loading } from "../../desk/Loading";
import { useLoaded } from "../../desk/useLoaded";
import { Frame, Refusal } from "../sign-in/Frame";
import { DeadLink } from "../sign-in/Recovery";
import { useSubmit } from "../useSubmit";
import { ChoosePassword, NOTHING } from "./ChoosePassword";

const DEAD: ErrorCode[] = ["RECOVERY_LINK_EXPIRED", "RECOVERY_LINK_USED", "RECOVERY_LINK_INVALID"];

type Ended = { done: true; link: PortalLinkView } | { done: false; error: ErrorBody };

interface Props {
  page: PortalPage;
  /** The portal's address as it was opened. */
  base: string;
  token: string;
}

/** The page behind an invitation, or behind a mail about a forgotten password. */
export function MailedLink({ page, base, token }: Props) {
  // Asked once a visit: using the link must not show it as used.
  const [first] = useState(() => {
    const answer = outcome(api.GET("/api/portal/link", { params: { query: { token } } }));
    return () => answer;
  });
  const [loaded] = useLoaded(first);
  const [ended, setEnded] = useState<Ended | null>(null);
  if (ended !== null) {
    return ended.done ? <Done link={ended.link} base={base} /> : <DeadLink error={ended.error} address={base} />;
  }
  if (loaded.state === "failed") return <DeadLink error={loaded.error} address={base} />;
  return <Loading of={loaded}>{(link) => <Choose page={page} token={token} link={link} onEnd={setEnded} />}</Loading>;
}

interface ChooseProps {
  page: PortalPage;
  token: string;
  link: PortalLinkView;
  onEnd(ended: Ended): void;
}

function Choose({ page, token, link, onEnd }: ChooseProps) {
  const { setOffer } = useAutofill();
  const submission = useSubmit();
  const [chosen, setChosen] = useState(NOTHING);
  const invited = link.purpose === "invitation";
  const submit = async () => {
    const ok = await submission.send<unknown>(
      () => outcome(api.POST("/api/portal/link", { body: { token, ...chosen } })),
      () => {
        const { newPassword: password } = chosen;
        setOffer({ kind: "directory-user", account: directoryOf(page), signInName: link.userName, password });
        onEnd({ done: true, link });
      },
      (error) => {
        const dead = DEAD.includes(error.code);
        if (dead) onEnd({ done: false, error });
        return dead;
      },
    );
    if (!ok) setChosen(NOTHING);
  };
  return (
    <Frame
      testId="page-portal-link"
      title={invited ? "New user sign up" : "Reset password"}
      description={
        invited ? "Choose a password to accept the invitation." : "Choose a new password for the access portal."
      }
      onSubmit={() => void submit()}
      place={submission.place}
      foot="This page is part of a simulator. Never type a password of a real account here."
    >
      <Refusal error={submission.whole("newPassword", "confirmPassword")} />
      <FormField label="Username" stretch>
        <Input name="username" value={link.userName} readOnly autoComplete="username" />
      </FormField>
      <ChoosePassword chosen={chosen} requirements={link.requirements} submission={submission} onChange={setChosen} />
      <Button variant="primary" formAction="submit" fullWidth loading={submission.busy}>
        {invited ? "Set new password" : "Reset password"}
      </Button>
    </Frame>
  );
}

function Done({ link, base }: { link: PortalLinkView; base: string }) {
  const { visit } = useNavigation();
  return (
    <Frame
      testId="page-portal-link-done"
      title={link.purpose === "invitation" ? "Your password is set" : "Password reset"}
    >
      <Box variant="p">
        {link.purpose === "invitation"
          ? `Your address is verified, ${link.userName}. Sign in with your new password.`
          : `${link.userName} has a new password. All portal sessions were ended.`}
      </Box>
      <Button variant="primary" onClick={() => visit(base)}>
        Sign in
      </Button>
    </Frame>
  );
}
