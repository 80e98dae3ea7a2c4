import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { api, outcome } from "../../../../../api/client";
import { useLoaded } from "../../../../../desk/useLoaded";
import { ConsoleLoading } from "../../../ConsolePage";
import { Provider } from "./Provider";
import { Provisioning } from "./Provisioning";
import { ServiceProvider } from "./ServiceProvider";

const ask = () => outcome(api.GET("/api/identity-center/source"));

/** Both sides of the connection to the company, and what it sends here by itself. */
export function ExternalSource() {
  const [loaded] = useLoaded(ask);
  return (
    <ConsoleLoading of={loaded}>
      {({ serviceProvider, provider, provisioning }) => (
        <SpaceBetween size="l">
          {provider != null && <Provider of={provider} />}
          <Container
            header={
              <Header variant="h2" description="What the identity provider must be told about the portal.">
                Service provider metadata
              </Header>
            }
          >
            <ServiceProvider of={serviceProvider} />
          </Container>
          <Provisioning provisioning={provisioning ?? null} />
        </SpaceBetween>
      )}
    </ConsoleLoading>
  );
}
