import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { useCallback, useState } from "react";
import { api, outcome } from "../../api/client";
import type { ErrorBody, ErrorCode } from "../../api/types";
import { useNavigation } from "../../browser/navigation";
import { useAutofill } from "../../desk/autofill";
import { Loading } from "../../desk/Loading";
import { useLoaded } from "../../desk/useLoaded";
import { NewPasswordFields } from "../NewPasswordFields";
import { useSubmit } from "../useSubmit";
import { Frame, Refusal } from "./Frame";

const SIGN_IN = "https://signin.aws.amazon.com/signin";
const DEAD: ErrorCode[] = ["RECOVERY_LINK_EXPIRED", "RECOVERY_LINK_USED", "RECOVERY_LINK_INVALID"];

type Ended = { done: true } | { done: false; error: ErrorBody };

/** The page behind a password recovery link. */
export default function Recovery({ token }: { token: string }) {
  const ask = useCallback(() => outcome(api.GET("/api/recovery", { params: { query: { token } } })), [token]);
  const [first] = useState(() => {
    const answer = ask();
    return () => answer;
  });
  const [loaded] = useLoaded(first);
  const [ended, setEnded] = useState<Ended | null>(null);
  if (ended !== null) return ended.done ? <Done /> : <DeadLink error={ended.error} />;
  if (loaded.state === "failed") return <DeadLink error={loaded.error} />;
  return (
    <Loading of={loaded}>
      {({ email, requirements }) => <Choose token={token} email={email} requirements={requirements} onEnd={setEnded} />}
    </Loading>
  );
}

const NOTHING = { newPassword: "", confirmPassword: "" };

interface ChooseProps {
  token: string;
  email: string;
  requirements: string[];
  onEnd(ended: Ended): void;
}

function Choose({ token, email, requirements, onEnd }: ChooseProps) {
  const { setOffer } = useAutofill();
  const submission = useSubmit();
  const [chosen, setChosen] = useState(NOTHING);
  const submit = async () => {
    const ok = await submission.send<unknown>(
      () => outcome(api.POST("/api/recovery", { body: { token, ...chosen } })),
      () => {
        setOffer({ kind: "root", account: null, signInName: email, password: chosen.newPassword });
        onEnd({ done: true });
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
      testId="page-reset-password"
      title="Reset password"
      description={`Choose a new password for ${email}.`}
      onSubmit={() => void submit()}
      place={submission.place}
    >
      <Refusal error={submission.whole("newPassword", "confirmPassword")} />
      <NewPasswordFields
        chosen={chosen}
        again="Confirm new password"
        autoFocus
        requirements={requirements}
        submission={submission}
        onChange={setChosen}
      />
      <Button variant="primary" formAction="submit" fullWidth loading={submission.busy}>
        Reset password
      </Button>
    </Frame>
  );
}

function Done() {
  const navigation = useNavigation();
  return (
    <Frame testId="page-reset-done" title="Password reset">
      <Box variant="p">The root user has a new password. All sessions of the old one were ended.</Box>
      <Button variant="primary" onClick={() => navigation.visit(SIGN_IN)}>
        Sign in
      </Button>
    </Frame>
  );
}

/** A link that leads no further, and why. */
export function DeadLink({ error, address = SIGN_IN }: { error: ErrorBody; address?: string }) {
  const navigation = useNavigation();
  return (
    <Frame testId="page-link-expired" title="This link does not work any more">
      <Refusal error={error} />
      <Button variant="primary" onClick={() => navigation.visit(address)}>
        Go to the sign-in page
      </Button>
    </Frame>
  );
}
