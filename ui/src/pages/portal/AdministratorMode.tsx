import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigation } from "../../browser/navigation";
import { portalAddress } from "../../browser/portal";
import { useLoaded } from "../../desk/useLoaded";
import { PortalLoading, type InsideProps } from "./Inside";
import { follow, openApplication } from "./openApplication";

/** What an application would be told, before it is: for whoever connects it. */
export function AdministratorMode({ id, route, onEnded }: InsideProps & { id: string }) {
  const { visit } = useNavigation();
  // Once a visit: every question is another response.
  const [ask] = useState(() => {
    const answer = openApplication(id, true);
    return () => answer;
  });
  const [loaded] = useLoaded(ask);
  const back = <Button onClick={() => visit(portalAddress({ ...route, at: "" }))}>Back to the portal</Button>;
  return (
    <div className="page-wide" data-testid="page-administrator-mode">
      <PortalLoading of={loaded} onEnded={onEnded}>
        {(entry) => (
          <SpaceBetween size="m">
            <Header variant="h1" actions={back}>
              You are now in administrator mode
            </Header>
            {entry.kind === "oidc" || entry.xml == null ? (
              <Alert type="info">
                {entry.name} uses OpenID Connect: nothing is posted to it that could be shown here.
              </Alert>
            ) : (
              <Container
                header={
                  <Header
                    variant="h2"
                    description={`This is what ${entry.name} is told about you. Nothing was sent yet; it is good for five minutes, once.`}
                    actions={
                      <SpaceBetween size="xs" direction="horizontal">
                        <CopyToClipboard
                          copyButtonText="Copy XML"
                          copySuccessText="XML copied"
                          copyErrorText="The XML could not be copied"
                          textToCopy={entry.xml}
                        />
                        <Button variant="primary" onClick={() => follow(entry, visit)}>
                          Send to {entry.name}
                        </Button>
                      </SpaceBetween>
                    }
                  >
                    SAML response
                  </Header>
                }
              >
                <SpaceBetween size="s">
                  <Box color="text-body-secondary">Posted to {entry.acs}</Box>
                  <pre
                    className="raw-text"
                    data-testid="saml-xml"
                    tabIndex={0}
                    role="region"
                    aria-label="SAML response"
                  >
                    {entry.xml}
                  </pre>
                </SpaceBetween>
              </Container>
            )}
          </SpaceBetween>
        )}
      </PortalLoading>
    </div>
  );
}
