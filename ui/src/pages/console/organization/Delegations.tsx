import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { OrganizationAccount } from "../../../api/types";
import { useSubmit } from "../../useSubmit";
import { ConsoleRefusal } from "../ConsolePage";
import { Ask } from "../Ask";

/** The services that an account administers for the organization. */
export function Delegations({ account }: { account: OrganizationAccount }) {
  const [adding, setAdding] = useState(false);
  const removal = useSubmit();
  const end = (service: string) => {
    const params = { path: { accountId: account.id, service } };
    void removal.send<unknown>(
      () => outcome(api.DELETE("/api/organization/accounts/{accountId}/delegations/{service}", { params })),
      () => undefined,
    );
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="A delegated administrator may look at the organization; what else it may do, the delegation policy says."
          actions={<Button onClick={() => setAdding(true)}>Register service</Button>}
        >
          Delegated administrator
        </Header>
      }
    >
      <SpaceBetween size="s">
        <ConsoleRefusal error={removal.error} />
        {account.delegatedServices.length === 0 && (
          <Box color="text-body-secondary">This account is the delegated administrator of no service.</Box>
        )}
        {account.delegatedServices.map((service) => (
          <SpaceBetween key={service} size="xs" direction="horizontal" alignItems="center">
            <span>{service}</span>
            <Button
              variant="inline-link"
              ariaLabel={`Deregister ${service}`}
              loading={removal.busy}
              onClick={() => end(service)}
            >
              Deregister
            </Button>
          </SpaceBetween>
        ))}
      </SpaceBetween>
      {adding && <Register account={account} onClose={() => setAdding(false)} />}
    </Container>
  );
}

function Register({ account, onClose }: { account: OrganizationAccount; onClose(): void }) {
  const submission = useSubmit();
  const [service, setService] = useState("iam.amazonaws.com");
  const params = { path: { accountId: account.id, service: service.trim() } };
  return (
    <Ask
      title={`Register ${account.name} as delegated administrator`}
      confirm="Register"
      submission={submission}
      fields={["service"]}
      disabled={service.trim() === ""}
      onConfirm={() =>
        void submission.send<unknown>(
          () => outcome(api.PUT("/api/organization/accounts/{accountId}/delegations/{service}", { params })),
          onClose,
        )
      }
      onClose={onClose}
    >
      <FormField
        label="Service principal"
        constraintText="For example iam.amazonaws.com for root access management, or sso.amazonaws.com."
        errorText={submission.field("service")}
      >
        <Input
          name="service"
          value={service}
          autoFocus
          autoComplete={false}
          spellcheck={false}
          onChange={({ detail }) => setService(detail.value)}
        />
      </FormField>
    </Ask>
  );
}
