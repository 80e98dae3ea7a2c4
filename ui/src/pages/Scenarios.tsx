import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { api, outcome } from "../api/client";
import type { Scenario } from "../api/types";
import { Loading } from "../desk/Loading";
import { useLoaded } from "../desk/useLoaded";

const ask = () => outcome(api.GET("/world/scenarios"));

/** What to try, and whether it was done, as the core finds it in its store. */
export function Scenarios() {
  const [loaded] = useLoaded(ask);
  return (
    <Loading of={loaded}>
      {(scenarios) =>
        scenarios.length > 0 && (
          <Container
            header={
              <Header
                variant="h2"
                counter={`(${scenarios.filter(({ done }) => done).length}/${scenarios.length})`}
                description="What people ran into with permissions. Whether one is done is read from the service's own records: play it in any order, and come back here."
              >
                Scenarios
              </Header>
            }
          >
            <SpaceBetween size="s">
              {scenarios.map((scenario) => (
                <One key={scenario.id} {...scenario} />
              ))}
            </SpaceBetween>
          </Container>
        )
      }
    </Loading>
  );
}

function One({ id, title, teaches, people, steps, goal, done }: Scenario) {
  return (
    <div data-testid={`scenario-${id}`} data-done={done}>
      <ExpandableSection
        headingTagOverride="h3"
        headerText={
          <SpaceBetween size="s" direction="horizontal">
            <span>{title}</span>
            <StatusIndicator type={done ? "success" : "pending"}>{done ? "Done" : "Not done yet"}</StatusIndicator>
          </SpaceBetween>
        }
        headerDescription={teaches}
      >
        <SpaceBetween size="xs">
          <Box variant="small">With {people.join(", ")}</Box>
          <ol className="steps">
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <Box>
            <strong>Done when:</strong> {goal}
          </Box>
        </SpaceBetween>
      </ExpandableSection>
    </div>
  );
}
