import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import { api, outcome } from "../api/client";
import type { KeyFaults, SecurityKeyView } from "../api/types";
import { useSubmit } from "../pages/useSubmit";
import { Confirm } from "./Confirm";
import { DeskForm } from "./DeskForm";
import { everyFault, warnings } from "./faults";
import { useUnfolding } from "./useUnfolding";

/** One security key. */
export function KeyCard({ securityKey }: { securityKey: SecurityKeyView }) {
  const { id, name, note, credentials, faults } = securityKey;
  const renaming = useUnfolding();
  const [deleting, setDeleting] = useState(false);
  const deletion = useSubmit();
  const remove = () =>
    deletion.send(
      () => outcome(api.DELETE("/desk/security-keys/{id}", { params: { path: { id } } })),
      () => setDeleting(false),
    );
  return (
    <article className="card" data-testid={`key-${name}`}>
      <h3>{name}</h3>
      <p>{note}</p>
      <p>
        {pinWords(securityKey)} {credentials.length === 0 && "Not registered anywhere yet."}
      </p>
      {credentials.length > 0 && (
        <ul className="rules key-sites" aria-label={`What ${name} is registered for`}>
          {credentials.map(({ rpId, userName }, at) => (
            <li key={`${at} ${rpId} ${userName}`} className="wrap">
              {userName} at {rpId}
            </li>
          ))}
        </ul>
      )}
      <SpaceBetween size="s">
        <SpaceBetween size="xs" direction="horizontal">
          <Button
            ref={renaming.button}
            ariaLabel={`Rename ${name}`}
            ariaExpanded={renaming.open}
            onClick={() => renaming.setOpen(!renaming.open)}
          >
            Rename
          </Button>
          <Button variant="link" ariaLabel={`Delete ${name}`} onClick={() => setDeleting(true)}>
            Delete
          </Button>
        </SpaceBetween>
        {renaming.open && <Rename securityKey={securityKey} onClose={renaming.close} />}
        <Faults id={id} name={name} faults={faults} />
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
        The key and everything on it are gone, as if it were lost. Where it is still assigned, it goes on being asked
        for: assign another device there first.
      </Confirm>
    </article>
  );
}

function Rename({ securityKey, onClose }: { securityKey: SecurityKeyView; onClose(): void }) {
  const { id, faults } = securityKey;
  const form = useSubmit();
  const [name, setName] = useState(securityKey.name);
  const save = () =>
    void form.send(
      () => outcome(api.PUT("/desk/security-keys/{id}", { params: { path: { id } }, body: { name, faults } })),
      onClose,
    );
  return (
    <DeskForm form={form} fields={["name"]} action="Save" onSubmit={save} onCancel={onClose}>
      <FormField label="Name of the key" errorText={form.field("name")}>
        <Input value={name} autoFocus onChange={({ detail }) => setName(detail.value)} />
      </FormField>
    </DeskForm>
  );
}

/** What a trainer may let go wrong. */
function Faults({ id, name, faults }: { id: number; name: string; faults: KeyFaults }) {
  const change = useSubmit();
  const on = warnings(faults).length;
  const set = (fault: keyof KeyFaults, checked: boolean) => {
    const body = { name, faults: { ...faults, [fault]: checked } };
    void change.send(
      () => outcome(api.PUT("/desk/security-keys/{id}", { params: { path: { id } }, body })),
      () => undefined,
    );
  };
  return (
    <ExpandableSection
      headerText={on === 0 ? "Teaching faults" : `Teaching faults (${on} on)`}
      headerAriaLabel={`Teaching faults of ${name}`}
      defaultExpanded={on > 0}
    >
      <SpaceBetween size="xs">
        {change.error !== null && <Alert type="error">{change.error.message}</Alert>}
        {everyFault().map(([fault, { label, shows }]) => (
          <Toggle
            key={fault}
            checked={faults[fault]}
            disabled={change.busy}
            description={shows}
            onChange={({ detail }) => set(fault, detail.checked)}
          >
            {label}
          </Toggle>
        ))}
      </SpaceBetween>
    </ExpandableSection>
  );
}

function pinWords({ hasPin, pinBlocked }: SecurityKeyView): string {
  if (pinBlocked) return "Blocked after too many wrong PINs: delete it and add another.";
  return hasPin ? "It asks for a PIN." : "It asks for no PIN.";
}
