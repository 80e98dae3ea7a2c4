import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useId, useRef, useState, type FormEvent } from "react";
import type { SamlAccount } from "../../api/types";
import { Frame } from "../sign-in/Frame";
import "./federation.css";

interface Props {
  accounts: SamlAccount[];
  /** What was posted, and is posted again with the choice. */
  samlResponse: string;
  relayState: string;
  busy: boolean;
  onChoose(roleArn: string): void;
}

function nameOf({ alias, id }: SamlAccount): string {
  return alias == null ? `Account: ${id}` : `Account: ${alias} (${id})`;
}

/** Which of the roles that a response names it is to be. Tools read this form: what elements there are is agreed upon. */
export function ChooseRole({ accounts, samlResponse, relayState, busy, onChoose }: Props) {
  const id = useId();
  const error = useId();
  const first = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen !== null) return onChoose(chosen);
    setMissing(true);
    first.current?.focus();
  };
  const choose = (arn: string) => {
    setMissing(false);
    setChosen(arn);
  };
  return (
    <Frame
      testId="page-choose-role"
      title="Select a role:"
      description="Your company lets you in as any of these roles."
    >
      <form id="saml_form" name="saml_form" action="/saml" method="post" noValidate onSubmit={submit}>
        <input type="hidden" name="SAMLResponse" value={samlResponse} />
        <input type="hidden" name="RelayState" value={relayState} />
        <SpaceBetween size="l">
          <fieldset
            className="saml-accounts"
            role="radiogroup"
            aria-label="Select a role:"
            aria-invalid={missing}
            aria-describedby={missing ? error : undefined}
          >
            {accounts.map((account, place) => (
              <div key={account.id} className="saml-account" role="group" aria-labelledby={`${id}-${account.id}`}>
                <div className="saml-account-name" id={`${id}-${account.id}`}>
                  {nameOf(account)}
                </div>
                {account.roles.map(({ arn, name }, at) => (
                  <div key={arn} className="saml-role">
                    <input
                      ref={place === 0 && at === 0 ? first : undefined}
                      type="radio"
                      className="saml-radio"
                      name="roleIndex"
                      id={arn}
                      value={arn}
                      checked={chosen === arn}
                      onChange={() => choose(arn)}
                    />
                    <label className="saml-role-description" htmlFor={arn}>
                      {name}
                    </label>
                  </div>
                ))}
              </div>
            ))}
            {missing && (
              <div className="saml-choice-error" id={error} role="alert">
                <StatusIndicator type="error">Choose the role to sign in with.</StatusIndicator>
              </div>
            )}
          </fieldset>
          <Button variant="primary" formAction="submit" fullWidth loading={busy}>
            Sign in
          </Button>
        </SpaceBetween>
      </form>
    </Frame>
  );
}
