import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ApplicationDetails } from "../../../../api/types";
import { Fact } from "../../iam/Facts";

/** What the application's administrator writes down: who signs, and with which key. */
export function Metadata({ details: { application, certificate, issuer, jwks } }: { details: ApplicationDetails }) {
  const isSaml = application.protocol === "saml";
  const text = isSaml ? certificate : jwks;
  const label = isSaml ? "Certificate" : "Keys (JWKS)";
  return (
    <Container header={<Header variant="h2">IAM Identity Center metadata</Header>}>
      <SpaceBetween size="m">
        <Fact label="Issuer URL">{issuer}</Fact>
        {!isSaml && <Fact label="Client ID">{application.id}</Fact>}
        <Fact label={label}>
          <pre className="record" data-testid="application-key" tabIndex={0} role="region" aria-label={label}>
            {text}
          </pre>
        </Fact>
        <CopyToClipboard
          copyButtonText={`Copy ${isSaml ? "certificate" : "keys"}`}
          copySuccessText="Copied"
          copyErrorText="It could not be copied"
          textToCopy={text}
        />
      </SpaceBetween>
    </Container>
  );
}
