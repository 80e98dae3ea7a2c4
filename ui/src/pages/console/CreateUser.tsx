import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState, type FormEvent } from "react";
import { api, outcome } from "../../api/client";
import { useNavigation } from "../../browser/navigation";
import { useSubmit } from "../useSubmit";
import { bodyOf, ConsolePasswordFields, NEW_PASSWORD } from "./ConsolePasswordFields";
import { ConsoleRefusal } from "./ConsolePage";
import { IamPage } from "./iam/IamNav";
import { ShownOnce } from "./ShownOnce";

interface Created {
  userName: string;
  password: string | null;
  signInUrl: string;
}

/** Create an IAM user. */
export default function CreateUser() {
  const [created, setCreated] = useState<Created | null>(null);
  return (
    <IamPage testId="page-create-user">
      {created === null ? (
        <Form onCreated={setCreated} />
      ) : (
        <Result created={created} onAnother={() => setCreated(null)} />
      )}
    </IamPage>
  );
}

function Form({ onCreated }: { onCreated(created: Created): void }) {
  const navigation = useNavigation();
  const submission = useSubmit();
  const [userName, setUserName] = useState("");
  const [withConsole, setWithConsole] = useState(true);
  const [password, setPassword] = useState(NEW_PASSWORD);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { userName, console: withConsole ? bodyOf(password) : null };
    void submission.send(
      () => outcome(api.POST("/api/users", { body })),
      (answer) =>
        onCreated({ userName: answer.user.userName, password: answer.password ?? null, signInUrl: answer.signInUrl }),
    );
  };
  return (
    <form ref={submission.place} noValidate onSubmit={submit}>
      <Container header={<Header variant="h1">Create user</Header>}>
        <SpaceBetween size="m">
          <ConsoleRefusal error={submission.whole("userName", "password")} />
          <FormField
            label="User name"
            constraintText="Up to 64 letters, digits and + = , . @ _ -. Unique in the account, whatever the case."
            errorText={submission.field("userName")}
          >
            <Input
              name="userName"
              value={userName}
              autoFocus
              autoComplete={false}
              spellcheck={false}
              onChange={({ detail }) => setUserName(detail.value)}
            />
          </FormField>
          <Checkbox checked={withConsole} onChange={({ detail }) => setWithConsole(detail.checked)}>
            Provide user access to the console
          </Checkbox>
          {withConsole && (
            <ConsolePasswordFields value={password} error={submission.field("password")} onChange={setPassword} />
          )}
          <SpaceBetween size="xs" direction="horizontal">
            <Button variant="primary" formAction="submit" loading={submission.busy}>
              Create user
            </Button>
            <Button formAction="none" onClick={() => navigation.visit({ page: "users" })}>
              Cancel
            </Button>
          </SpaceBetween>
        </SpaceBetween>
      </Container>
    </form>
  );
}

function Result({ created, onAnother }: { created: Created; onAnother(): void }) {
  const navigation = useNavigation();
  return (
    <Container header={<Header variant="h1">User {created.userName} was created</Header>}>
      <SpaceBetween size="m">
        <div>
          <Box variant="awsui-key-label">Sign-in URL</Box>
          <CopyToClipboard
            variant="inline"
            textToCopy={created.signInUrl}
            copyButtonAriaLabel="Copy sign-in URL"
            copySuccessText="Sign-in URL copied"
            copyErrorText="The sign-in URL could not be copied"
          />
        </div>
        {created.password !== null && <ShownOnce userName={created.userName} password={created.password} />}
        <SpaceBetween size="xs" direction="horizontal">
          <Button variant="primary" onClick={() => navigation.visit({ page: "users" })}>
            Return to users
          </Button>
          <Button onClick={onAnother}>Create another</Button>
        </SpaceBetween>
      </SpaceBetween>
    </Container>
  );
}
