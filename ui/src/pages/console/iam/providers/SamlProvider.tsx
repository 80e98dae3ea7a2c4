import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { SamlProviderDetails } from "../../../../api/types";
import { when } from "../../../../shell/when";
import { useSubmit } from "../../../useSubmit";
import { EditBox } from "../../EditBox";
import { MetadataField } from "./MetadataField";

interface Props {
  arn: string;
  /** AWS keeps it for IAM Identity Center. */
  kept: boolean;
  saml: SamlProviderDetails;
  /** As it was given. */
  metadata: string | null;
}

/** What a SAML provider's metadata says: who signs, with which certificates, and where people sign in. */
export function SamlProvider({ arn, kept, saml, metadata }: Props) {
  if (kept)
    return (
      <Alert type="info" header="AWS keeps this provider">
        IAM Identity Center uses it for the roles of permission sets. Nobody can change or delete it, and no response of
        another identity provider counts for it.
      </Alert>
    );
  return (
    <SpaceBetween size="l">
      {saml.issuer == null && (
        <Alert type="error" header="The metadata cannot be used">
          Nobody can sign in through this provider. Replace its metadata document.
        </Alert>
      )}
      <Certificates saml={saml} />
      <SignOn addresses={saml.signOnAddresses} />
      <Encryption mode={saml.assertionEncryptionMode} />
      <Metadata arn={arn} metadata={metadata} />
    </SpaceBetween>
  );
}

function Certificates({ saml: { certificates } }: { saml: SamlProviderDetails }) {
  return (
    <Table
      items={certificates}
      trackBy="fingerprint"
      wrapLines
      ariaLabels={{ tableLabel: "Signing certificates" }}
      empty={<Box textAlign="center">There are none: no response can be believed.</Box>}
      header={
        <Header
          variant="h2"
          counter={`(${certificates.length})`}
          description="A response must be signed with the key of one of these. Their dates are not held against it, as at AWS."
        >
          Signing certificates
        </Header>
      }
      columnDefinitions={[
        {
          id: "subject",
          header: "Subject",
          isRowHeader: true,
          cell: ({ subject, fingerprint }) => (
            <>
              <div className="wrap">{subject}</div>
              <Box variant="small">
                SHA-256 <code className="long-name">{fingerprint}</code>
              </Box>
            </>
          ),
        },
        { id: "serial", header: "Serial number", cell: ({ serial }) => <span className="wrap">{serial}</span> },
        { id: "key", header: "Key", minWidth: 140, cell: ({ key }) => key },
        { id: "from", header: "Valid from", minWidth: 150, cell: ({ from }) => (from == null ? "-" : when(from)) },
        { id: "until", header: "Valid until", minWidth: 150, cell: ({ until }) => (until == null ? "-" : when(until)) },
      ]}
    />
  );
}

function SignOn({ addresses }: { addresses: string[] }) {
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="By the metadata. AWS sign-in never sends anybody there: people begin there themselves."
        >
          Sign-on addresses
        </Header>
      }
    >
      {addresses.length === 0 ? (
        "The metadata names none."
      ) : (
        <ul className="reasons">
          {addresses.map((address) => (
            <li key={address}>{address}</li>
          ))}
        </ul>
      )}
    </Container>
  );
}

function Encryption({ mode }: { mode: string }) {
  return (
    <Container header={<Header variant="h2">SAML encryption</Header>}>
      <SpaceBetween size="s">
        <div>
          <Box variant="awsui-key-label">Assertion encryption</Box>
          <div>{mode}, but without a private key: only assertions that are not encrypted can be read.</div>
        </div>
        <Alert type="info">
          Private keys cannot be added in this simulator. Decrypting before the signature is checked would let somebody
          who is not the company decide what the XML library reads, so encrypted assertions are refused.
        </Alert>
      </SpaceBetween>
    </Container>
  );
}

function Metadata({ arn, metadata }: { arn: string; metadata: string | null }) {
  const [replacing, setReplacing] = useState(false);
  if (replacing) return <Replace arn={arn} onClose={() => setReplacing(false)} />;
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              {metadata !== null && (
                <CopyToClipboard
                  textToCopy={metadata}
                  copyButtonText="Copy"
                  copyButtonAriaLabel="Copy the metadata document"
                  copySuccessText="Metadata copied"
                  copyErrorText="The metadata could not be copied"
                />
              )}
              <Button onClick={() => setReplacing(true)}>Replace metadata</Button>
            </SpaceBetween>
          }
        >
          Metadata document
        </Header>
      }
    >
      <pre className="raw-text" tabIndex={0} role="region" aria-label="Metadata document">
        {metadata}
      </pre>
    </Container>
  );
}

function Replace({ arn, onClose }: { arn: string; onClose(): void }) {
  const submission = useSubmit();
  const [metadata, setMetadata] = useState("");
  const save = () =>
    void submission.send<unknown>(
      () => outcome(api.PUT("/api/identity-providers/saml", { params: { query: { arn } }, body: { metadata } })),
      onClose,
    );
  return (
    <EditBox
      title="Replace metadata"
      description="Certificates that are not in the new document are not believed from then on."
      confirm="Replace metadata"
      submission={submission}
      fields={["metadata"]}
      onSave={save}
      onClose={onClose}
    >
      <MetadataField value={metadata} error={submission.field("metadata")} onChange={setMetadata} />
    </EditBox>
  );
}
