import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { CenterView } from "../../../../api/types";
import { useNavigation } from "../../../../browser/navigation";
import { useSubmit } from "../../../useSubmit";
import { Fact } from "../../iam/Facts";
import { Ask } from "../../Ask";
import { SOURCE } from "../Dashboard";
import { ExternalSource } from "./source/ExternalSource";

/** Where people come from, and where they sign in. */
export function IdentitySource({ center }: { center: CenterView }) {
  const [asking, setAsking] = useState(false);
  const navigation = useNavigation();
  const { portal } = center;
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            actions={
              <Button onClick={() => navigation.visit({ page: "center-change-source" })}>Change identity source</Button>
            }
          >
            Identity source
          </Header>
        }
      >
        <ColumnLayout columns={2} variant="text-grid">
          <Fact label="Identity source">{SOURCE[center.source]}</Fact>
          <Fact label="Identity store ID">{center.identityStoreId}</Fact>
          <Fact label="Authentication method">{center.source === "directory" ? "Password" : "SAML 2.0"}</Fact>
          <Fact label="Issuer URL">{portal.issuer}</Fact>
        </ColumnLayout>
      </Container>
      <Container
        header={
          <Header
            variant="h2"
            description="Every one of these addresses leads to the portal."
            actions={center.alias == null && <Button onClick={() => setAsking(true)}>Customize</Button>}
          >
            AWS access portal URLs
          </Header>
        }
      >
        <SpaceBetween size="m">
          {center.alias != null && <Address label="Custom" address={portal.start} />}
          <Address label="Default" address={portal.classic} />
          <Address label="Default IPv4 only" address={portal.ipv4} />
          <Address label="Default dual-stack" address={portal.dualStack} />
        </SpaceBetween>
      </Container>
      {center.source === "external" && <ExternalSource />}
      {asking && <Customize onClose={() => setAsking(false)} />}
    </SpaceBetween>
  );
}

function Address({ label, address }: { label: string; address: string }) {
  return (
    <Fact label={label}>
      <CopyToClipboard
        variant="inline"
        textToCopy={address}
        copyButtonAriaLabel={`Copy the URL: ${label}`}
        copySuccessText="URL copied"
        copyErrorText="The URL could not be copied"
      />
    </Fact>
  );
}

function Customize({ onClose }: { onClose(): void }) {
  const submission = useSubmit();
  const [alias, setAlias] = useState("");
  return (
    <Ask
      title="Customize the AWS access portal URL"
      confirm="Save"
      submission={submission}
      fields={["alias"]}
      disabled={alias.trim() === ""}
      onConfirm={() =>
        void submission.send<unknown>(
          () => outcome(api.PUT("/api/identity-center/alias", { body: { alias } })),
          onClose,
        )
      }
      onClose={onClose}
    >
      <Alert type="warning">You can do this once. The name cannot be changed or removed afterwards.</Alert>
      <FormField
        label="Subdomain"
        constraintText="1 to 62 lowercase letters, digits and hyphens. It becomes https://<subdomain>.awsapps.com/start."
        errorText={submission.field("alias")}
      >
        <Input
          name="alias"
          value={alias}
          autoFocus
          autoComplete={false}
          spellcheck={false}
          onChange={({ detail }) => setAlias(detail.value)}
        />
      </FormField>
    </Ask>
  );
}
