import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import { useState } from "react";
import { api, outcome } from "../api/client";
import type { AuthenticatorEntry } from "../api/types";
import { useSubmit } from "../pages/useSubmit";
import { DeskForm } from "./DeskForm";
import { driftOf, minutesOf, secondsOf, type Drift } from "./drift";

const CLOCKS: { value: Drift; label: string }[] = [
  { value: "right", label: "right" },
  { value: "slow", label: "slow" },
  { value: "fast", label: "fast" },
];

interface Props {
  entry: AuthenticatorEntry;
  onClose(): void;
  onDelete(): void;
}

/** Name and clock of an entry. */
export function AuthenticatorForm({ entry, onClose, onDelete }: Props) {
  const { id } = entry;
  const form = useSubmit();
  const [name, setName] = useState(entry.account);
  const [drift, setDrift] = useState(driftOf(entry.driftSeconds));
  const [minutes, setMinutes] = useState(entry.driftSeconds === 0 ? "" : minutesOf(entry.driftSeconds));
  const [wrongMinutes, setWrongMinutes] = useState("");
  const save = () => {
    const count = Number(minutes);
    const wrong = drift !== "right" && (!Number.isFinite(count) || count <= 0);
    setWrongMinutes(wrong ? "Enter a number of minutes." : "");
    if (wrong) return;
    const body = { name, driftSeconds: secondsOf(drift, count) };
    void form.send(() => outcome(api.PUT("/desk/authenticator/{id}", { params: { path: { id } }, body })), onClose);
  };
  return (
    <DeskForm
      form={form}
      fields={["name", "driftSeconds"]}
      action="Save"
      onSubmit={save}
      onCancel={onClose}
      more={
        <Button formAction="none" variant="link" onClick={onDelete}>
          Delete
        </Button>
      }
    >
      <FormField label="Name" errorText={form.field("name")}>
        <Input value={name} autoFocus onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      <FormField label="This phone's clock is">
        <RadioGroup
          ariaLabel="This phone's clock is"
          direction="horizontal"
          value={drift}
          items={CLOCKS}
          onChange={({ detail }) => setDrift(detail.value as Drift)}
        />
      </FormField>
      {drift !== "right" && (
        <FormField label={`Minutes ${drift}`} errorText={wrongMinutes || form.field("driftSeconds")}>
          <Input value={minutes} inputMode="decimal" onChange={({ detail }) => setMinutes(detail.value)} />
        </FormField>
      )}
    </DeskForm>
  );
}
