import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import Textarea from "@cloudscape-design/components/textarea";
import { useState, type FormEvent } from "react";
import { api, outcome } from "../../../../api/client";
import type { Simulated, SimulatedAction } from "../../../../api/types";
import { useSubmit } from "../../../useSubmit";
import { ConsolePage, ConsoleRefusal } from "../../ConsolePage";

/** The policy simulator: what policies would say of a request that nobody makes. */
export default function PolicySimulator() {
  const [simulated, setSimulated] = useState<Simulated | null>(null);
  return (
    <ConsolePage testId="page-policy-simulator">
      <SpaceBetween size="m">
        <Form onSimulated={setSimulated} />
        {simulated !== null && <Results results={simulated.results} />}
      </SpaceBetween>
    </ConsolePage>
  );
}

/** `key = value, value` lines. */
export function contextOf(text: string): Record<string, string[]> {
  const context: Record<string, string[]> = {};
  for (const line of text.split("\n")) {
    const [key, values] = [line.slice(0, line.indexOf("=")).trim(), line.slice(line.indexOf("=") + 1)];
    if (line.includes("=") && key !== "") context[key] = values.split(",").map((value) => value.trim());
  }
  return context;
}

function Form({ onSimulated }: { onSimulated(simulated: Simulated | null): void }) {
  const submission = useSubmit();
  const [holders, setHolders] = useState<"users" | "roles">("users");
  const [name, setName] = useState("");
  const [actions, setActions] = useState("s3:GetObject");
  const [resource, setResource] = useState("*");
  const [context, setContext] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSimulated(null);
    const body = { holders, name, actions: actions.split(/[\s,]+/), resource, context: contextOf(context) };
    void submission.send(() => outcome(api.POST("/api/policies/simulate", { body })), onSimulated);
  };
  return (
    <form ref={submission.place} noValidate onSubmit={submit}>
      <Container
        header={
          <Header variant="h1" description="What the policies of someone would say, without anything being done.">
            IAM policy simulator
          </Header>
        }
      >
        <SpaceBetween size="m">
          <ConsoleRefusal error={submission.whole("actions", "resource", "context")} />
          <FormField label="Whose policies">
            <RadioGroup
              value={holders}
              items={[
                { value: "users", label: "A user" },
                { value: "roles", label: "A role" },
              ]}
              onChange={({ detail }) => setHolders(detail.value === "roles" ? "roles" : "users")}
            />
          </FormField>
          <FormField label={holders === "users" ? "User name" : "Role name"}>
            <Input
              value={name}
              autoComplete={false}
              spellcheck={false}
              onChange={({ detail }) => setName(detail.value)}
            />
          </FormField>
          <FormField
            label="Actions"
            constraintText="service:Name, separated by spaces or on lines of their own."
            errorText={submission.field("actions")}
          >
            <Textarea value={actions} rows={3} spellcheck={false} onChange={({ detail }) => setActions(detail.value)} />
          </FormField>
          <FormField label="Resource" constraintText="An ARN, or *." errorText={submission.field("resource")}>
            <Input
              value={resource}
              autoComplete={false}
              spellcheck={false}
              onChange={({ detail }) => setResource(detail.value)}
            />
          </FormField>
          <FormField
            label="Condition keys - optional"
            constraintText="A line each: aws:MultiFactorAuthPresent = true. What is not told is absent."
            errorText={submission.field("context")}
          >
            <Textarea value={context} rows={3} spellcheck={false} onChange={({ detail }) => setContext(detail.value)} />
          </FormField>
          <Button variant="primary" formAction="submit" loading={submission.busy}>
            Run simulation
          </Button>
        </SpaceBetween>
      </Container>
    </form>
  );
}

const DECISIONS: Record<SimulatedAction["decision"], [StatusIndicatorProps.Type, string]> = {
  allowed: ["success", "Allowed"],
  explicitDeny: ["error", "Denied by a statement"],
  implicitDeny: ["stopped", "Denied: nothing allows it"],
};

function Results({ results }: { results: SimulatedAction[] }) {
  return (
    <div role="status">
      <Table
        items={results}
        wrapLines
        ariaLabels={{ tableLabel: "Results" }}
        header={<Header variant="h2">Results</Header>}
        empty={<Box>No results.</Box>}
        columnDefinitions={[
          { id: "action", header: "Action", isRowHeader: true, cell: ({ action }) => action },
          {
            id: "decision",
            header: "Decision",
            cell: ({ decision }) => (
              <StatusIndicator type={DECISIONS[decision][0]}>{DECISIONS[decision][1]}</StatusIndicator>
            ),
          },
          {
            id: "reasons",
            header: "Reasons",
            cell: ({ reasons }) => (
              <ul className="reasons">
                {reasons.map((reason) => (
                  <li key={reason}>{reason}</li>
                ))}
              </ul>
            ),
          },
        ]}
      />
    </div>
  );
}
