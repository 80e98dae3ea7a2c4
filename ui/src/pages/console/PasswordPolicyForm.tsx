import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState, type FormEvent } from "react";
import { api, outcome } from "../../api/client";
import type { PasswordPolicy } from "../../api/types";
import { useSubmit } from "../useSubmit";
import { ConsoleRefusal } from "./ConsolePage";

// What the API takes for omitted fields: weaker than the default that applies without a policy.
const OMITTED: PasswordPolicy = {
  minimumPasswordLength: 6,
  requireUppercaseCharacters: false,
  requireLowercaseCharacters: false,
  requireNumbers: false,
  requireSymbols: false,
  maxPasswordAge: 0,
  passwordReusePrevention: 0,
  hardExpiry: false,
  allowUsersToChangePassword: false,
};

const SWITCHES: [keyof PasswordPolicy, string][] = [
  ["requireUppercaseCharacters", "Require at least one uppercase letter from the Latin alphabet (A-Z)"],
  ["requireLowercaseCharacters", "Require at least one lowercase letter from the Latin alphabet (a-z)"],
  ["requireNumbers", "Require at least one number"],
  ["requireSymbols", "Require at least one symbol ( ! @ # $ % ^ & * ( ) _ + - = [ ] { } | ' )"],
  ["hardExpiry", "Password expiration requires administrator reset"],
  ["allowUsersToChangePassword", "Allow users to change their own password"],
];

const NUMBERS: ["minimumPasswordLength" | "maxPasswordAge" | "passwordReusePrevention", string, string][] = [
  ["minimumPasswordLength", "Password minimum length", "6 to 128 characters."],
  [
    "maxPasswordAge",
    "Password expiration, in days",
    "1 to 1095; 0 turns it off. It counts for passwords that exist already.",
  ],
  ["passwordReusePrevention", "Prevent password reuse: passwords to remember", "1 to 24; 0 turns it off."],
];

interface Props {
  policy: PasswordPolicy | null;
  onSaved(what: string | null): void;
}

/** The account's password policy: IAM default or custom. */
export function PasswordPolicyForm({ policy, onSaved }: Props) {
  const submission = useSubmit();
  const [kind, setKind] = useState(policy === null ? "default" : "custom");
  const [draft, setDraft] = useState<PasswordPolicy>(policy ?? OMITTED);
  const [texts, setTexts] = useState(() => numbersOf(policy ?? OMITTED));

  const save = (event: FormEvent) => {
    event.preventDefault();
    const numbers = {
      minimumPasswordLength: whole(texts.minimumPasswordLength),
      maxPasswordAge: whole(texts.maxPasswordAge),
      passwordReusePrevention: whole(texts.passwordReusePrevention),
    };
    const call = () =>
      kind === "default"
        ? outcome(api.DELETE("/api/account/password-policy"))
        : outcome(api.PUT("/api/account/password-policy", { body: { ...draft, ...numbers } }));
    onSaved(null);
    void submission.send<unknown>(call, () => onSaved("The password policy was saved."));
  };

  return (
    <Container
      header={
        <Header variant="h2" description="Rules for the console passwords of IAM users; never for root.">
          Password policy
        </Header>
      }
    >
      <form ref={submission.place} noValidate onSubmit={save} data-testid="password-policy">
        <SpaceBetween size="m">
          <ConsoleRefusal error={submission.whole(...NUMBERS.map(([name]) => name))} />
          <RadioGroup
            ariaLabel="Password policy"
            value={kind}
            onChange={({ detail }) => setKind(detail.value)}
            items={[
              {
                value: "default",
                label: "IAM default",
                description:
                  "8 to 128 characters, three of four character classes, not the account name or email, never expires.",
              },
              {
                value: "custom",
                label: "Custom",
                description: "Every rule is yours. A custom policy with nothing set is weaker than the default.",
              },
            ]}
          />
          {kind === "custom" && (
            <SpaceBetween size="s">
              {NUMBERS.map(([name, label, hint]) => (
                <FormField key={name} label={label} constraintText={hint} errorText={submission.field(name)}>
                  <Input
                    name={name}
                    inputMode="numeric"
                    value={texts[name]}
                    onChange={({ detail }) => setTexts({ ...texts, [name]: detail.value })}
                  />
                </FormField>
              ))}
              {SWITCHES.map(([name, label]) => (
                <Checkbox
                  key={name}
                  checked={draft[name] === true}
                  onChange={({ detail }) => setDraft({ ...draft, [name]: detail.checked })}
                >
                  {label}
                </Checkbox>
              ))}
            </SpaceBetween>
          )}
          <Button variant="primary" formAction="submit" loading={submission.busy}>
            {kind === "custom" ? "Set custom" : "Set default"}
          </Button>
        </SpaceBetween>
      </form>
    </Container>
  );
}

function numbersOf(policy: PasswordPolicy) {
  return {
    minimumPasswordLength: String(policy.minimumPasswordLength ?? 6),
    maxPasswordAge: String(policy.maxPasswordAge ?? 0),
    passwordReusePrevention: String(policy.passwordReusePrevention ?? 0),
  };
}

/** What is no number the API can hold is sent as one that every rule refuses, so that the core names the field. */
function whole(text: string): number {
  const value = Number(text.trim() === "" ? "0" : text);
  return Number.isInteger(value) && value >= 0 && value <= 65_535 ? value : 65_535;
}
