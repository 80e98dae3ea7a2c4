import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState, type FormEvent } from "react";
import { api, outcome } from "../../../../api/client";
import { useNavigation } from "../../../../browser/navigation";
import { FormButtons } from "../../../FormButtons";
import { useSubmit } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";
import { IamPage } from "../IamNav";
import { EMPTY_POLICY, PolicyEditor } from "./PolicyEditor";

/** Create a managed policy. */
export default function CreatePolicy() {
  return (
    <IamPage testId="page-create-policy">
      <Form />
    </IamPage>
  );
}

function Form() {
  const navigation = useNavigation();
  const submission = useSubmit();
  const [policyName, setPolicyName] = useState("");
  const [description, setDescription] = useState("");
  const [document, setDocument] = useState(EMPTY_POLICY);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void submission.send(
      () => outcome(api.POST("/api/policies", { body: { policyName, description, document } })),
      ({ arn }) => navigation.visit({ page: "policy", arn, section: null }),
    );
  };
  return (
    <form ref={submission.place} noValidate onSubmit={submit}>
      <Container header={<Header variant="h1">Create policy</Header>}>
        <SpaceBetween size="m">
          <ConsoleRefusal error={submission.whole("policyName", "description")} />
          <FormField
            label="Policy name"
            constraintText="Up to 128 letters, digits and + = , . @ _ -. Unique in the account, whatever the case."
            errorText={submission.field("policyName")}
          >
            <Input
              name="policyName"
              value={policyName}
              autoComplete={false}
              spellcheck={false}
              onChange={({ detail }) => setPolicyName(detail.value)}
            />
          </FormField>
          <FormField
            label="Description - optional"
            constraintText="Up to 1,000 characters. It cannot be changed later."
            errorText={submission.field("description")}
          >
            <Input
              name="description"
              value={description}
              autoComplete={false}
              onChange={({ detail }) => setDescription(detail.value)}
            />
          </FormField>
          <PolicyEditor
            label="Policy document"
            kind="managed"
            value={document}
            error={submission.error}
            onChange={setDocument}
          />
          <FormButtons
            action="Create policy"
            busy={submission.busy}
            onCancel={() => navigation.visit({ page: "policies" })}
          />
        </SpaceBetween>
      </Container>
    </form>
  );
}
