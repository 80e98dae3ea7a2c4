import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState, type FormEvent } from "react";
import type { Outcome } from "../../../api/client";
import type { ControlPolicyEntry } from "../../../api/types";
import type { PolicyKind } from "../../../browser/organizations";
import { FormButtons } from "../../FormButtons";
import { useSubmit } from "../../useSubmit";
import { ConsoleRefusal } from "../ConsolePage";
import { PolicyEditor } from "../iam/policies/PolicyEditor";
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
          <ConsoleRefusal error={submission.whole("name", "description")} />
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
          <PolicyEditor
            label="Policy document"
            kind={kind === "service" ? "service-control" : "resource-control"}
            value={text.document}
            error={submission.error}
            onChange={(document) => setText({ ...text, document })}
          />
          <FormButtons action={confirm} busy={submission.busy} onCancel={onCancel} />
        </SpaceBetween>
      </Container>
    </form>
  );
}
