import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../api/client";
import type { AuthenticatorEntry } from "../api/types";
import { useSubmit } from "../pages/useSubmit";
import { AuthenticatorForm } from "./AuthenticatorForm";
import { Confirm } from "./Confirm";
import { clockWords } from "./drift";
import { CodeButtons, grouped, StepRing } from "./RollingCode";
import { rollingAt, type Told } from "./rolling";
import { useUnfolding } from "./useUnfolding";

interface Props {
  entry: AuthenticatorEntry;
  told: Told;
  at: number;
}

/** One key of the authenticator app, and its code of now. */
export function AuthenticatorCard({ entry, told, at }: Props) {
  const { id, issuer, account } = entry;
  const changing = useUnfolding();
  const [deleting, setDeleting] = useState(false);
  const deletion = useSubmit();
  const name = issuer === "" ? account : `${issuer}: ${account}`;
  const { code, left } = rollingAt(entry, told, at);
  const remove = () =>
    deletion.send(
      () => outcome(api.DELETE("/desk/authenticator/{id}", { params: { path: { id } } })),
      () => setDeleting(false),
    );
  return (
    <article className="card" data-testid={`authenticator-${account}`}>
      <h3>{name}</h3>
      <div className="code-row">
        <StepRing left={left} />
        <span className="code" data-testid="code">
          {grouped(code)}
        </span>
        {code === entry.code && <small>then {grouped(entry.nextCode)}</small>}
      </div>
      {entry.driftSeconds !== 0 && <p>{clockWords(entry.driftSeconds)} Its codes are those of another time.</p>}
      <SpaceBetween size="s">
        <CodeButtons code={code} of={name}>
          <Button
            ref={changing.button}
            variant="link"
            ariaLabel={`Change ${name}`}
            ariaExpanded={changing.open}
            onClick={() => changing.setOpen(!changing.open)}
          >
            Change
          </Button>
        </CodeButtons>
        {changing.open && (
          <AuthenticatorForm entry={entry} onClose={changing.close} onDelete={() => setDeleting(true)} />
        )}
      </SpaceBetween>
      <Confirm
        visible={deleting}
        title={`Delete ${name}?`}
        action="Delete it"
        busy={deletion.busy}
        error={deletion.error}
        onCancel={() => setDeleting(false)}
        onConfirm={() => void remove()}
      >
        Its key is forgotten, and no backup is kept. Where it is still assigned, it goes on being asked for: assign
        another device there first.
      </Confirm>
    </article>
  );
}
