import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { OauthConsent } from "../../../api/types";
import { Frame, Refusal } from "../../sign-in/Frame";
import { useSubmit } from "../../useSubmit";
import { Consent } from "./Consent";

interface Props {
  /** The code that came with the address; perhaps empty. */
  userCode: string;
  base: string;
  onEnded(): void;
}

/** A person types the code that a device shows, or confirms the one of the address. */
export function Device({ userCode, base, onEnded }: Props) {
  const submission = useSubmit();
  const [typed, setTyped] = useState(userCode);
  const [consent, setConsent] = useState<OauthConsent | null>(null);
  if (consent !== null) return <Consent consent={consent} base={base} onEnded={onEnded} />;
  const submit = () =>
    submission.send(
      () => outcome(api.POST("/api/portal/oauth/device", { body: { userCode: typed } })),
      setConsent,
      (error) => {
        const ended = error.code === "NOT_SIGNED_IN";
        if (ended) onEnded();
        return ended;
      },
    );
  return (
    <Frame
      testId="page-device"
      title="Authorization requested"
      description="A device or a tool asks to act for you."
      onSubmit={() => void submit()}
      place={submission.place}
      foot="Do not confirm a code that someone sent you."
    >
      <Refusal error={submission.whole("userCode")} />
      {userCode !== "" && (
        <Box variant="p">Confirm only if your device shows this very code. Do not share it with anyone.</Box>
      )}
      <FormField
        label="Code"
        description="Eight letters, as your device shows them"
        errorText={submission.field("userCode")}
        stretch
      >
        <Input
          name="userCode"
          value={typed}
          autoComplete={false}
          spellcheck={false}
          placeholder="XXXX-XXXX"
          onChange={({ detail }) => setTyped(detail.value)}
        />
      </FormField>
      <Button variant="primary" formAction="submit" fullWidth loading={submission.busy}>
        Confirm and continue
      </Button>
    </Frame>
  );
}
