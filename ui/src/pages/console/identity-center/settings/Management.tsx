import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { CenterView } from "../../../../api/types";
import { useSubmit } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";
import { AskFirst } from "../../iam/AskFirst";
import { Fact } from "../../iam/Facts";
import { Ask } from "../../Ask";
import { delegateWords } from "../Dashboard";

const PATH = "/api/organization/accounts/{accountId}/delegations/{service}";
const SERVICE = "sso.amazonaws.com";

/** The instance, and the one member account that administers it beside the management account. */
export function Management({ center }: { center: CenterView }) {
  const submission = useSubmit();
  const [asking, setAsking] = useState<"register" | "deregister" | null>(null);
  const { delegate } = center;
  const end = (accountId: string) => {
    setAsking(null);
    void submission.send<unknown>(
      () => outcome(api.DELETE(PATH, { params: { path: { accountId, service: SERVICE } } })),
      () => undefined,
    );
  };
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Instance</Header>}>
        <ColumnLayout columns={2} variant="text-grid">
          <Fact label="Instance ARN">{center.instanceArn}</Fact>
          <Fact label="Region">{center.region}</Fact>
          <Fact label="Management account">{center.managementAccountId}</Fact>
        </ColumnLayout>
      </Container>
      <Container
        header={
          <Header
            variant="h2"
            description="It administers everything but delegates and what is assigned or provisioned in the management account."
            actions={
              delegate == null ? (
                <Button disabled={center.isDelegate} onClick={() => setAsking("register")}>
                  Register account
                </Button>
              ) : (
                <Button
                  disabled={center.isDelegate}
                  disabledReason="Only the management account can do this."
                  loading={submission.busy}
                  onClick={() => setAsking("deregister")}
                >
                  Deregister account
                </Button>
              )
            }
          >
            Delegated administrator
          </Header>
        }
      >
        <SpaceBetween size="s">
          <ConsoleRefusal error={submission.error} />
          <Box>{delegateWords(center)}</Box>
        </SpaceBetween>
      </Container>
      {asking === "register" && <Register onClose={() => setAsking(null)} />}
      {asking === "deregister" && delegate != null && (
        <AskFirst
          header={`Deregister ${delegate.name}?`}
          confirm="Deregister account"
          onClose={() => setAsking(null)}
          onConfirm={() => end(delegate.accountId)}
        >
          Administrators of {delegateWords(center)} can no longer administer IAM Identity Center.
        </AskFirst>
      )}
    </SpaceBetween>
  );
}

function Register({ onClose }: { onClose(): void }) {
  const submission = useSubmit();
  const [accountId, setAccountId] = useState("");
  const params = { path: { accountId: accountId.trim(), service: SERVICE } };
  return (
    <Ask
      title="Register delegated administrator"
      confirm="Register account"
      submission={submission}
      disabled={accountId.trim() === ""}
      onConfirm={() => void submission.send<unknown>(() => outcome(api.PUT(PATH, { params })), onClose)}
      onClose={onClose}
    >
      <FormField label="Account ID" constraintText="A member account of the organization: 12 digits.">
        <Input
          name="accountId"
          value={accountId}
          autoFocus
          autoComplete={false}
          spellcheck={false}
          inputMode="numeric"
          onChange={({ detail }) => setAccountId(detail.value)}
        />
      </FormField>
    </Ask>
  );
}
