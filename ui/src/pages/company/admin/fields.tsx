import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState, type FormEvent, type ReactNode } from "react";
import type { Outcome } from "../../../api/client";
import type { CompanyError } from "../../../api/company";
import { useSubmit, type Submission } from "../../useSubmit";
import { CompanyRefusal } from "../CompanyRefusal";

interface TextProps {
  label: string;
  /** As the API spells it. */
  name: string;
  value: string;
  submission: Submission<CompanyError>;
  hint?: string;
  description?: string;
  /** Nobody looks over the shoulder. */
  secret?: boolean;
  autoFocus?: boolean;
  onChange(value: string): void;
}

/** One line of text, with what is wrong with it. */
export function TextField({
  label,
  name,
  value,
  submission,
  hint,
  description,
  secret,
  autoFocus,
  onChange,
}: TextProps) {
  return (
    <FormField label={label} description={description} constraintText={hint} errorText={submission.field(name)} stretch>
      <Input
        name={name}
        value={value}
        type={secret === true ? "password" : "text"}
        autoComplete={secret === true ? "new-password" : false}
        autoFocus={autoFocus === true}
        spellcheck={false}
        disableBrowserAutocorrect
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: Record<T, string>;
  description?: string;
  onChange(value: T): void;
}

/** One of a few. */
export function ChoiceField<T extends string>({ label, value, options, description, onChange }: ChoiceProps<T>) {
  const all = Object.entries<string>(options).map(([id, name]) => ({ value: id, label: name }));
  return (
    <FormField label={label} description={description} stretch>
      <Select
        selectedOption={all.find((option) => option.value === value) ?? null}
        options={all}
        onChange={({ detail }) => onChange(detail.selectedOption.value as T)}
      />
    </FormField>
  );
}

export interface Saving extends Submission<CompanyError> {
  /** Whether the last thing that was done is that it was saved. */
  saved: boolean;
  /** Sends; says whether it went well. */
  save<T>(call: () => Promise<Outcome<T, CompanyError>>, done?: (data: T) => void): Promise<boolean>;
  /** Something was changed since. */
  touched(): void;
}

/** A form that stays after it was saved, and says that it was. */
export function useSaving(): Saving {
  const submission = useSubmit<CompanyError>();
  const [saved, setSaved] = useState(false);
  return {
    ...submission,
    saved,
    touched: () => setSaved(false),
    save: async (call, done = () => undefined) => {
      setSaved(false);
      const ok = await submission.send(call, done);
      setSaved(ok);
      return ok;
    },
  };
}

interface SaveFormProps {
  saving: Saving;
  /** The fields that show their own refusals. */
  fields: string[];
  title?: string;
  description?: string;
  action?: string;
  onSave(): void;
  children: ReactNode;
}

/** A form in a box, which stays after it was saved. */
export function SaveForm({ saving, fields, title, description, action, onSave, children }: SaveFormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave();
  };
  const header =
    title === undefined ? undefined : (
      <Header variant="h2" description={description}>
        {title}
      </Header>
    );
  return (
    <form ref={saving.place} noValidate onSubmit={submit}>
      <Container header={header}>
        <SpaceBetween size="m">
          <CompanyRefusal error={saving.whole(...fields)} />
          {children}
          <SaveRow saving={saving} {...(action === undefined ? {} : { action })} />
        </SpaceBetween>
      </Container>
    </form>
  );
}

/** The button that saves, and that it was. */
export function SaveRow({ saving, action = "Save" }: { saving: Saving; action?: string }) {
  return (
    <SpaceBetween size="s" direction="horizontal" alignItems="center">
      <Button variant="primary" formAction="submit" loading={saving.busy}>
        {action}
      </Button>
      <div role="status">{saving.saved && <StatusIndicator>Saved</StatusIndicator>}</div>
    </SpaceBetween>
  );
}
