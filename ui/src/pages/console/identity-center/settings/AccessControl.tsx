import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { CenterView } from "../../../../api/types";
import { useSubmit } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";
import { Ask } from "../../Ask";

type Attributes = Record<string, string>;

/** Attributes of people that become tags of their sessions: policies know them as aws:PrincipalTag. */
export function AccessControl({ center }: { center: CenterView }) {
  const submission = useSubmit();
  const [adding, setAdding] = useState(false);
  const attributes = center.settings.accessControlAttributes ?? null;
  const save = (wanted: Attributes | null) =>
    void submission.send<unknown>(
      () => outcome(api.PUT("/api/identity-center/settings/attributes", { body: { attributes: wanted } })),
      () => undefined,
    );
  if (attributes === null) {
    return (
      <Container
        header={
          <Header
            variant="h2"
            description="Attributes of people become tags of their sessions: policies know them as aws:PrincipalTag."
            actions={
              <Button variant="primary" loading={submission.busy} onClick={() => save({})}>
                Enable
              </Button>
            }
          >
            Attributes for access control
          </Header>
        }
      >
        <ConsoleRefusal error={submission.error} />
        They are off. Enable them to add attributes.
      </Container>
    );
  }
  const without = (key: string): Attributes =>
    Object.fromEntries(Object.entries(attributes).filter(([other]) => other !== key));
  return (
    <SpaceBetween size="s">
      <ConsoleRefusal error={submission.error} />
      <Table
        items={Object.entries(attributes)}
        trackBy={([key]) => key}
        wrapLines
        ariaLabels={{ tableLabel: "Attributes for access control" }}
        empty={<Box textAlign="center">There are no attributes. Add one.</Box>}
        header={
          <Header
            variant="h2"
            counter={`(${Object.keys(attributes).length})`}
            description="Policies know them as aws:PrincipalTag. A change counts for sessions that begin from now on."
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <Button loading={submission.busy} onClick={() => save(null)}>
                  Disable
                </Button>
                <Button onClick={() => setAdding(true)}>Add attribute</Button>
              </SpaceBetween>
            }
          >
            Attributes for access control
          </Header>
        }
        columnDefinitions={[
          { id: "key", header: "Key", isRowHeader: true, cell: ([key]) => key },
          { id: "value", header: "Value", cell: ([, source]) => <span className="wrap">{source}</span> },
          {
            id: "action",
            header: "Action",
            minWidth: 110,
            cell: ([key]) => (
              <Button variant="inline-link" ariaLabel={`Remove ${key}`} onClick={() => save(without(key))}>
                Remove
              </Button>
            ),
          },
        ]}
      />
      {adding && <AddAttribute attributes={attributes} onClose={() => setAdding(false)} />}
    </SpaceBetween>
  );
}

function AddAttribute({ attributes, onClose }: { attributes: Attributes; onClose(): void }) {
  const submission = useSubmit();
  const [key, setKey] = useState("");
  const [source, setSource] = useState("${path:enterprise.department}");
  return (
    <Ask
      title="Add attribute for access control"
      confirm="Add attribute"
      submission={submission}
      fields={["attributes"]}
      disabled={key.trim() === ""}
      onConfirm={() =>
        void submission.send<unknown>(
          () =>
            outcome(
              api.PUT("/api/identity-center/settings/attributes", {
                body: { attributes: { ...attributes, [key.trim()]: source.trim() } },
              }),
            ),
          onClose,
        )
      }
      onClose={onClose}
    >
      <FormField label="Key" constraintText="The session tag's key, for example Department.">
        <Input
          name="key"
          value={key}
          autoFocus
          autoComplete={false}
          spellcheck={false}
          onChange={({ detail }) => setKey(detail.value)}
        />
      </FormField>
      <FormField
        label="Value"
        constraintText="An attribute of a user, for example ${path:userName}, ${path:name.familyName} or ${path:enterprise.costCenter}."
        errorText={submission.field("attributes")}
      >
        <Input
          name="attributes"
          value={source}
          autoComplete={false}
          spellcheck={false}
          onChange={({ detail }) => setSource(detail.value)}
        />
      </FormField>
    </Ask>
  );
}
