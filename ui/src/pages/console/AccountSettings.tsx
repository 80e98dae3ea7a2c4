import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState, type FormEvent } from "react";
import { api, outcome } from "../../api/client";
import type { AccountView } from "../../api/types";
import { useLoaded } from "../../desk/useLoaded";
import { useSubmit } from "../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "./ConsolePage";
import { IamPage } from "./iam/IamNav";
import { PasswordPolicyForm } from "./PasswordPolicyForm";

const ask = () => outcome(api.GET("/api/account"));

/** Account alias and password policy. */
export default function AccountSettings() {
  return (
    <IamPage testId="page-account-settings">
      <Settings />
    </IamPage>
  );
}

function Settings() {
  const [loaded] = useLoaded(ask);
  const [saved, setSaved] = useState<string | null>(null);
  return (
    <SpaceBetween size="l">
      <Header variant="h1">Account settings</Header>
      {saved !== null && (
        <Alert type="success" dismissible dismissAriaLabel="Dismiss" onDismiss={() => setSaved(null)}>
          {saved}
        </Alert>
      )}
      <ConsoleLoading of={loaded}>
        {(account) => (
          <SpaceBetween size="l">
            <Alias key={account.alias ?? ""} account={account} onSaved={setSaved} />
            <PasswordPolicyForm
              key={JSON.stringify(account.passwordPolicy)}
              policy={account.passwordPolicy ?? null}
              onSaved={setSaved}
            />
          </SpaceBetween>
        )}
      </ConsoleLoading>
    </SpaceBetween>
  );
}

function Alias({ account, onSaved }: { account: AccountView; onSaved(what: string | null): void }) {
  const submission = useSubmit();
  const [alias, setAlias] = useState(account.alias ?? "");
  const [asking, setAsking] = useState(false);
  const save = (event: FormEvent) => {
    event.preventDefault();
    onSaved(null);
    void submission.send(
      () => outcome(api.PUT("/api/account/alias", { body: { alias } })),
      () => onSaved("The account alias was saved."),
    );
  };
  const remove = () => {
    setAsking(false);
    onSaved(null);
    void submission.send(
      () => outcome(api.DELETE("/api/account/alias")),
      () => onSaved("The account alias was deleted."),
    );
  };
  return (
    <Container
      header={
        <Header variant="h2" description={`${account.name} · ${account.accountIdDashed}`}>
          Account alias
        </Header>
      }
    >
      <form ref={submission.place} noValidate onSubmit={save}>
        <SpaceBetween size="m">
          <ConsoleRefusal error={submission.whole("alias")} />
          <div>
            <Box variant="awsui-key-label">Sign-in URL for IAM users</Box>
            <CopyToClipboard
              variant="inline"
              textToCopy={account.signInUrl}
              copyButtonAriaLabel="Copy sign-in URL"
              copySuccessText="Sign-in URL copied"
              copyErrorText="The sign-in URL could not be copied"
            />
            <div>
              <Box variant="small">{account.signInUrlWithId} always works.</Box>
            </div>
          </div>
          <FormField
            label="Preferred alias"
            constraintText="3 to 63 lowercase letters, digits and single hyphens; unique in all of AWS. A new alias replaces the old one, whose URL stops working."
            errorText={submission.field("alias")}
          >
            <Input
              name="alias"
              value={alias}
              spellcheck={false}
              autoComplete={false}
              onChange={({ detail }) => setAlias(detail.value)}
            />
          </FormField>
          <SpaceBetween size="xs" direction="horizontal">
            <Button variant="primary" formAction="submit" loading={submission.busy}>
              {account.alias == null ? "Create alias" : "Save alias"}
            </Button>
            {account.alias != null && (
              <Button formAction="none" onClick={() => setAsking(true)}>
                Delete alias
              </Button>
            )}
          </SpaceBetween>
        </SpaceBetween>
      </form>
      <Modal
        visible={asking}
        header="Delete the account alias?"
        closeAriaLabel="Close"
        onDismiss={() => setAsking(false)}
        footer={
          <Box float="right">
            <SpaceBetween size="xs" direction="horizontal">
              <Button onClick={() => setAsking(false)}>Cancel</Button>
              <Button variant="primary" onClick={remove}>
                Delete
              </Button>
            </SpaceBetween>
          </Box>
        }
      >
        The URL with the alias stops working at once. IAM users then sign in with the account ID.
      </Modal>
    </Container>
  );
}
