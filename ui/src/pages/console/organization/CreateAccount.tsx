import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState, type FormEvent } from "react";
import { api, outcome } from "../../../api/client";
import type { CreatedAccount } from "../../../api/types";
import { useNavigation } from "../../../browser/navigation";
import { FormButtons } from "../../FormButtons";
import { useSubmit } from "../../useSubmit";
import { ConsoleRefusal } from "../ConsolePage";
import { OrganizationPage } from "./OrganizationPage";

/** Create an account of the organization. */
export default function CreateAccount() {
  const [created, setCreated] = useState<CreatedAccount | null>(null);
  return (
    <OrganizationPage testId="page-create-account">
      {created === null ? <Form onCreated={setCreated} /> : <Result created={created} />}
    </OrganizationPage>
  );
}

function Form({ onCreated }: { onCreated(created: CreatedAccount): void }) {
  const navigation = useNavigation();
  const submission = useSubmit();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [roleName, setRoleName] = useState("OrganizationAccountAccessRole");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { name, email, roleName };
    void submission.send(() => outcome(api.POST("/api/organization/accounts", { body })), onCreated);
  };
  return (
    <form ref={submission.place} noValidate onSubmit={submit}>
      <Container
        header={
          <Header variant="h1" description="Create an AWS account that is part of the organization.">
            Add an AWS account
          </Header>
        }
      >
        <SpaceBetween size="m">
          <ConsoleRefusal error={submission.whole("name", "email", "roleName")} />
          <FormField label="AWS account name" errorText={submission.field("name")}>
            <Input
              name="name"
              value={name}
              autoFocus
              autoComplete={false}
              onChange={({ detail }) => setName(detail.value)}
            />
          </FormField>
          <FormField
            label="Email address of the account's owner"
            constraintText="The root user signs in with it. No other account may have it."
            errorText={submission.field("email")}
          >
            <Input
              name="email"
              type="email"
              value={email}
              autoComplete={false}
              spellcheck={false}
              onChange={({ detail }) => setEmail(detail.value)}
            />
          </FormField>
          <FormField
            label="IAM role name"
            description="The management account may assume this role in the new account, and do everything there."
            errorText={submission.field("roleName")}
          >
            <Input
              name="roleName"
              value={roleName}
              autoComplete={false}
              spellcheck={false}
              onChange={({ detail }) => setRoleName(detail.value)}
            />
          </FormField>
          <FormButtons
            action="Create AWS account"
            busy={submission.busy}
            onCancel={() => navigation.visit({ page: "organization" })}
          />
        </SpaceBetween>
      </Container>
    </form>
  );
}

function Result({ created }: { created: CreatedAccount }) {
  const navigation = useNavigation();
  const { account } = created;
  return (
    <Container header={<Header variant="h1">Account {account.name} was created</Header>}>
      <SpaceBetween size="m">
        <div>
          Account ID {account.idDashed}. The management account reaches it through {created.roleArn}.
        </div>
        <Alert type="info">
          {created.isWithoutRootCredentials
            ? "Root access is centralized: the root user of this account has no credentials, and cannot recover any until Root access management allows it."
            : `The root user has no password yet. Sign in as ${account.email} and use Forgot password to get one.`}
        </Alert>
        <SpaceBetween size="xs" direction="horizontal">
          <Button variant="primary" onClick={() => navigation.visit({ page: "organization" })}>
            Return to AWS accounts
          </Button>
          <Button onClick={() => navigation.visit({ page: "organization-target", target: account.id })}>
            View account
          </Button>
        </SpaceBetween>
      </SpaceBetween>
    </Container>
  );
}
