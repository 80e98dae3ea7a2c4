import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useState, type FormEvent } from "react";
import type { Outcome } from "../../../api/client";
import type { ControlPolicyEntry, ErrorBody } from "../../../api/types";
import type { PolicyKind } from "../../../browser/organizations";
import { useSubmit } from "../../useSubmit";
import { ConsoleRefusal } from "../ConsolePage";
import { KIND } from "./kinds";

/** What a person writes of a policy. */
export interface PolicyText {
  name: string;
  description: string;
  document: string;
}

interface Props {
  kind: PolicyKind;
  title: string;
  confirm: string;
  before: PolicyText;
  save(text: PolicyText): Promise<Outcome<ControlPolicyEntry>>;
  onSaved(policy: ControlPolicyEntry): void;
  onCancel(): void;
}

/** Name, description and document of a control policy. */
export function PolicyForm({ kind, title, confirm, before, save, onSaved, onCancel }: Props) {
  const submission = useSubmit();
  const [text, setText] = useState(before);
  const malformed = submission.error?.code === "MALFORMED_POLICY" ? submission.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void submission.send(() => save(text), onSaved);
  };
  return (
    <form ref={submission.place} noValidate onSubmit={submit}>
      <Container
        header={
          <Header variant="h1" description={KIND[kind].words}>
            {title}
          </Header>
        }
      >
        <SpaceBetween size="m">
          {malformed === null && <ConsoleRefusal error={submission.whole("name", "description")} />}
          <FormField label="Policy name" errorText={submission.field("name")}>
            <Input
              name="name"
              value={text.name}
              autoFocus
              autoComplete={false}
              spellcheck={false}
              onChange={({ detail }) => setText({ ...text, name: detail.value })}
            />
          </FormField>
          <FormField label="Policy description (optional)" errorText={submission.field("description")}>
            <Input
              name="description"
              value={text.description}
              autoComplete={false}
              onChange={({ detail }) => setText({ ...text, description: detail.value })}
            />
          </FormField>
          <FormField
            stretch
            label="Policy document"
            constraintText="At most 5,120 characters."
            errorText={malformed?.message}
          >
            <Textarea
              name="document"
              rows={18}
              value={text.document}
              spellcheck={false}
              autoComplete={false}
              onChange={({ detail }) => setText({ ...text, document: detail.value })}
            />
          </FormField>
          {malformed !== null && <Problems error={malformed} />}
          <SpaceBetween size="xs" direction="horizontal">
            <Button variant="primary" formAction="submit" loading={submission.busy}>
              {confirm}
            </Button>
            <Button formAction="none" onClick={onCancel}>
              Cancel
            </Button>
          </SpaceBetween>
        </SpaceBetween>
      </Container>
    </form>
  );
}

function Problems({ error }: { error: ErrorBody }) {
  const problems = error.problems ?? [];
  if (problems.length === 0) return null;
  return (
    <Alert type="error" header="What is wrong with the document">
      <ul>
        {problems.slice(0, 20).map((problem, place) => (
          <li key={place}>
            {problem.line == null ? "" : `Line ${problem.line}: `}
            {problem.message}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
