import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import Toggle from "@cloudscape-design/components/toggle";
import { useState, type FormEvent } from "react";
import type { ApplicationDetails, ApplicationSignIn } from "../../../../api/types";
import { useSubmit, type Submission } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";
import { save } from "./change";

const FIELDS = ["name", "description", "acs", "audience", "relayState", "startUrl", "redirectUris"];

/** Names, addresses, and who may: what the application's own side must agree with. */
export function Configuration({ details }: { details: ApplicationDetails }) {
  const { application, own } = details;
  const submission = useSubmit();
  const [name, setName] = useState(application.name);
  const [description, setDescription] = useState(application.description);
  const [enabled, setEnabled] = useState(application.enabled);
  const [requiresAssignment, setRequiresAssignment] = useState(application.requiresAssignment);
  const [signIn, setSignIn] = useState<ApplicationSignIn>(details.signIn);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void submission.send(
      () => save(details, { name, description, enabled, requiresAssignment, signIn }),
      () => undefined,
    );
  };
  return (
    <form ref={submission.place} noValidate onSubmit={submit}>
      <SpaceBetween size="l">
        <ConsoleRefusal error={submission.whole(...FIELDS)} />
        <Container header={<Header variant="h2">Application</Header>}>
          <SpaceBetween size="m">
            <TextField label="Display name" field="name" value={name} submission={submission} onChange={setName} />
            <TextField
              label="Description - optional"
              field="description"
              value={description}
              submission={submission}
              onChange={setDescription}
            />
            <Toggle checked={enabled} onChange={({ detail }) => setEnabled(detail.checked)}>
              People may sign in to it
            </Toggle>
            <Toggle checked={requiresAssignment} onChange={({ detail }) => setRequiresAssignment(detail.checked)}>
              Require assignments: only who is assigned may
            </Toggle>
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">Sign-in</Header>}>
          <SpaceBetween size="m">
            <Alert type="info">
              {signIn.protocol === "saml"
                ? `The demo application takes responses at ${own.acs}, for the audience ${own.audience}. With anything else here it refuses them, and says why.`
                : `The demo application begins at ${own.start} and takes codes at ${own.callback}.`}
            </Alert>
            {signIn.protocol === "saml" ? (
              <>
                <TextField
                  label="Application ACS URL"
                  field="acs"
                  value={signIn.acs}
                  submission={submission}
                  onChange={(acs) => setSignIn({ ...signIn, acs })}
                />
                <TextField
                  label="Application SAML audience"
                  field="audience"
                  value={signIn.audience}
                  submission={submission}
                  onChange={(audience) => setSignIn({ ...signIn, audience })}
                />
                <TextField
                  label="Relay state - optional"
                  field="relayState"
                  value={signIn.relayState}
                  submission={submission}
                  onChange={(relayState) => setSignIn({ ...signIn, relayState })}
                />
              </>
            ) : (
              <>
                <TextField
                  label="Application URL"
                  field="startUrl"
                  value={signIn.startUrl}
                  submission={submission}
                  onChange={(startUrl) => setSignIn({ ...signIn, startUrl })}
                />
                <FormField
                  label="Redirect URLs"
                  constraintText="One in each line, at most 10. Compared exactly."
                  errorText={submission.field("redirectUris")}
                >
                  <Textarea
                    name="redirectUris"
                    rows={3}
                    spellcheck={false}
                    value={signIn.redirectUris.join("\n")}
                    onChange={({ detail }) => setSignIn({ ...signIn, redirectUris: detail.value.split("\n") })}
                  />
                </FormField>
              </>
            )}
          </SpaceBetween>
        </Container>
        <Button variant="primary" formAction="submit" loading={submission.busy}>
          Save configuration
        </Button>
      </SpaceBetween>
    </form>
  );
}

interface FieldProps {
  label: string;
  field: string;
  value: string;
  submission: Submission;
  onChange(value: string): void;
}

function TextField({ label, field, value, submission, onChange }: FieldProps) {
  return (
    <FormField label={label} errorText={submission.field(field)}>
      <Input
        name={field}
        value={value}
        autoComplete={false}
        spellcheck={false}
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}
