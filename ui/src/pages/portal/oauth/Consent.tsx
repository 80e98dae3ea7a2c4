import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { ErrorBody, OauthConsent, OauthDecision } from "../../../api/types";
import { useNavigation } from "../../../browser/navigation";
import { Frame, Refusal } from "../../sign-in/Frame";
import { useSubmit } from "../../useSubmit";

interface Props {
  consent: OauthConsent;
  /** The portal. */
  base: string;
  onEnded(): void;
}

/** A tool asks for something: the person allows it, or not. */
export function Consent({ consent, base, onEnded }: Props) {
  const { replace } = useNavigation();
  const submission = useSubmit();
  const [decided, setDecided] = useState<OauthDecision | null>(null);
  const { clientName, request } = consent;
  const decide = (allow: boolean) =>
    submission.send(
      () => outcome(api.POST("/api/portal/oauth/decision", { body: { request, allow } })),
      (decision) => {
        if (decision.address != null) replace(decision.address);
        else setDecided(decision);
      },
      (error) => {
        const ended = error.code === "NOT_SIGNED_IN";
        if (ended) onEnded();
        return ended;
      },
    );
  if (decided !== null) return <Decided clientName={clientName} allowed={decided.allowed} base={base} />;
  if (submission.error !== null) return <NotAnswered error={submission.error} base={base} />;
  return (
    <Frame
      testId="page-consent"
      title={`Allow ${clientName} to act for you?`}
      description={`You are signed in as ${consent.userName}.`}
      foot="The tool says itself what it is called. Allow only what you started."
    >
      <div>
        <Box variant="p">A tool that calls itself {clientName} asks to:</Box>
        <ul data-testid="scopes">
          {consent.scopes.map(({ name, words }) => (
            <li key={name}>
              {words} <Box variant="code">{name}</Box>
            </li>
          ))}
        </ul>
      </div>
      {consent.userCode != null && (
        <Box variant="p">
          It is the device that shows the code <strong>{consent.userCode}</strong>.
        </Box>
      )}
      {consent.leadsTo != null && (
        <Box variant="p">
          The answer is sent to <strong>{consent.leadsTo}</strong>, a program on this computer.
        </Box>
      )}
      <Alert type="warning">
        Did you start this sign-in yourself, a moment ago? If someone sent you a link or a code, do not allow it: they
        would get into your accounts.
      </Alert>
      <SpaceBetween size="xs" direction="horizontal">
        <Button variant="primary" loading={submission.busy} onClick={() => void decide(true)}>
          Allow access
        </Button>
        <Button disabled={submission.busy} onClick={() => void decide(false)}>
          Cancel
        </Button>
      </SpaceBetween>
    </Frame>
  );
}

function Decided({ clientName, allowed, base }: { clientName: string; allowed: boolean; base: string }) {
  const { visit } = useNavigation();
  return (
    <Frame testId="page-decided" title={allowed ? "Request approved" : "Request denied"}>
      <Box variant="p">
        {allowed
          ? `${clientName} can act for you until your session at the access portal ends. Go back to your device.`
          : `${clientName} was told that you do not allow it.`}
      </Box>
      <Button onClick={() => visit(base)}>Go to your access portal</Button>
    </Frame>
  );
}

/** A request that cannot be answered. */
export function NotAnswered({ error, base }: { error: ErrorBody; base: string }) {
  const { visit } = useNavigation();
  return (
    <Frame testId="page-no-consent" title="There is nothing to allow here">
      <Refusal error={error} />
      <Button onClick={() => visit(base)}>Go to your access portal</Button>
    </Frame>
  );
}
