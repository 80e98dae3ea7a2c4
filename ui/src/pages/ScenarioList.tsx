import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { Scenario } from "../api/types";
import { Loading } from "../desk/Loading";
import type { Loaded } from "../desk/useLoaded";

interface Props {
  title: string;
  description: string;
  loaded: Loaded<Scenario[]>;
}

/** What to try, and whether it was done, as the core finds it in records. */
export function ScenarioList({ title, description, loaded }: Props) {
  return (
    <Loading of={loaded}>
      {(scenarios) =>
        scenarios.length > 0 && (
          <Container
            header={
              <Header variant="h2" counter={counted(scenarios)} description={description}>
                {title}
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

/** Of those of which it can be told. */
function counted(scenarios: Scenario[]): string {
  const told = scenarios.filter(({ done }) => done != null);
  return `(${told.filter(({ done }) => done).length}/${told.length})`;
}

function One({ id, title, teaches, people, steps, goal, done }: Scenario) {
  return (
    <div data-testid={`scenario-${id}`} data-done={done}>
      <ExpandableSection
        headingTagOverride="h3"
        headerText={
          <SpaceBetween size="s" direction="horizontal">
            <span>{title}</span>
            {done != null && (
              <StatusIndicator type={done ? "success" : "pending"}>{done ? "Done" : "Not done yet"}</StatusIndicator>
            )}
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
