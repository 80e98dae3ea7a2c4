import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState, type FormEvent } from "react";
import { api, outcome } from "../../../../api/client";
import type { CenterSettings } from "../../../../api/types";
import { useSubmit } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";
import { Saved } from "./Saved";

const PROMPT: { value: CenterSettings["prompt"]; label: string; description?: string }[] = [
  { value: "always-on", label: "Every time they sign in (always-on)" },
  {
    value: "context-aware",
    label: "Only when their sign-in context changes (context-aware)",
    description: "Users may choose “This is a trusted device”: another browser or address is asked again.",
  },
  { value: "never", label: "Never (disabled)", description: "Users cannot register or manage devices either." },
];

const WITHOUT: { value: CenterSettings["withoutDevice"]; label: string }[] = [
  { value: "register", label: "Require them to register an MFA device at sign in" },
  { value: "email-code", label: "Require them to provide a one-time password sent by email to sign in" },
  { value: "block", label: "Block their sign-in" },
  { value: "allow", label: "Allow them to sign in" },
];

/** When a second factor is asked for, and which may be registered. */
export function MfaSettings({ settings }: { settings: CenterSettings }) {
  const submission = useSubmit();
  const [draft, setDraft] = useState(settings);
  const [saved, setSaved] = useState(false);
  const change = (part: Partial<CenterSettings>) => {
    setSaved(false);
    setDraft({ ...draft, ...part });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { prompt, allowKeys, allowApps, withoutDevice, manageOwnDevices } = draft;
    const body = { prompt, allowKeys, allowApps, withoutDevice, manageOwnDevices };
    void submission.send<unknown>(
      () => outcome(api.PUT("/api/identity-center/settings/mfa", { body })),
      () => setSaved(true),
    );
  };
  const off = draft.prompt === "never";
  return (
    <form ref={submission.place} noValidate onSubmit={submit}>
      <Container
        header={
          <Header
            variant="h2"
            actions={
              <Button formAction="submit" loading={submission.busy}>
                Save MFA settings
              </Button>
            }
          >
            Multi-factor authentication
          </Header>
        }
      >
        <SpaceBetween size="l">
          <ConsoleRefusal error={submission.whole("types")} />
          {saved && <Saved>The MFA settings were saved. They count from the next sign-in on.</Saved>}
          <FormField label="Prompt users for MFA">
            <RadioGroup
              name="prompt"
              value={draft.prompt}
              items={PROMPT}
              onChange={({ detail }) => change({ prompt: detail.value as CenterSettings["prompt"] })}
            />
          </FormField>
          <FormField
            label="Users can authenticate with these MFA types"
            description="It bounds what may be registered. Devices that are registered go on."
            errorText={submission.field("types")}
          >
            <Checkbox
              disabled={off}
              checked={draft.allowKeys}
              onChange={({ detail }) => change({ allowKeys: detail.checked })}
            >
              Security keys and built-in authenticators
            </Checkbox>
            <Checkbox
              disabled={off}
              checked={draft.allowApps}
              onChange={({ detail }) => change({ allowApps: detail.checked })}
            >
              Authenticator apps
            </Checkbox>
          </FormField>
          <FormField label="If a user does not yet have a registered MFA device">
            <RadioGroup
              name="withoutDevice"
              value={draft.withoutDevice}
              items={WITHOUT.map((item) => ({ ...item, disabled: off }))}
              onChange={({ detail }) => change({ withoutDevice: detail.value as CenterSettings["withoutDevice"] })}
            />
          </FormField>
          <FormField label="Who can manage MFA devices">
            <Checkbox
              disabled={off}
              checked={draft.manageOwnDevices}
              onChange={({ detail }) => change({ manageOwnDevices: detail.checked })}
            >
              Users can add and manage their own MFA devices
            </Checkbox>
          </FormField>
        </SpaceBetween>
      </Container>
    </form>
  );
}
