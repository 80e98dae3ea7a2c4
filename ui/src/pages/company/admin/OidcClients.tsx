import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { CompanyError, OidcClient } from "../../../api/company";
import { useSubmit } from "../../useSubmit";
import { CompanyDialog } from "./CompanyDialog";
import { TextField } from "./fields";

type Editing = { kind: "add" } | { kind: "change" | "delete"; client: OidcClient };

/** Applications that let people in by OpenID Connect. */
export function OidcClients({ clients }: { clients: OidcClient[] }) {
  const [editing, setEditing] = useState<Editing | null>(null);
  const close = () => setEditing(null);
  return (
    <>
      <Table
        items={clients}
        trackBy="id"
        wrapLines
        ariaLabels={{ tableLabel: "Clients" }}
        header={
          <Header
            variant="h2"
            counter={`(${clients.length})`}
            description="Applications that ask for codes. They have no secret: each proves with PKCE that it asked."
            actions={<Button onClick={() => setEditing({ kind: "add" })}>Add client</Button>}
          >
            Clients
          </Header>
        }
        empty={<Box>No application lets people in by OpenID Connect. Add one.</Box>}
        columnDefinitions={[
          { id: "id", header: "Client ID", isRowHeader: true, minWidth: 120, cell: ({ id }) => id },
          { id: "name", header: "Name", minWidth: 120, cell: ({ name }) => name },
          {
            id: "redirect",
            header: "Codes go to",
            cell: ({ redirectUris }) => <span className="wrap">{redirectUris.join(", ") || "-"}</span>,
          },
          { id: "audiences", header: "Tokens are for, besides", cell: ({ audiences }) => audiences?.join(", ") || "-" },
          {
            id: "acts",
            header: "Actions",
            minWidth: 195,
            cell: (client) => (
              <SpaceBetween size="xs" direction="horizontal">
                <Button
                  variant="inline-link"
                  ariaLabel={`Change ${client.name}`}
                  onClick={() => setEditing({ kind: "change", client })}
                >
                  Change
                </Button>
                <Button
                  variant="inline-link"
                  ariaLabel={`Remove ${client.name}`}
                  onClick={() => setEditing({ kind: "delete", client })}
                >
                  Remove
                </Button>
              </SpaceBetween>
            ),
          },
        ]}
      />
      {editing?.kind === "add" && <Edit client={null} onClose={close} />}
      {editing?.kind === "change" && <Edit client={editing.client} onClose={close} />}
      {editing?.kind === "delete" && <Remove client={editing.client} onClose={close} />}
    </>
  );
}

const lines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

function Edit({ client, onClose }: { client: OidcClient | null; onClose(): void }) {
  const submission = useSubmit<CompanyError>();
  const [id, setId] = useState(client?.id ?? "");
  const [name, setName] = useState(client?.name ?? "");
  const [redirectUris, setRedirectUris] = useState(client?.redirectUris.join("\n") ?? "");
  const [audiences, setAudiences] = useState(client?.audiences?.join("\n") ?? "");
  const save = () => {
    if (id.trim() === "") {
      submission.setError({ code: "INVALID_INPUT", field: "id", message: "Type an ID." });
      return;
    }
    void submission.send(
      () =>
        outcome(
          api.PUT("/company/api/admin/oidc/clients/{id}", {
            params: { path: { id: id.trim() } },
            body: { name, redirectUris: lines(redirectUris), audiences: lines(audiences) },
          }),
        ),
      onClose,
    );
  };
  return (
    <CompanyDialog
      title={client === null ? "Add a client" : `Change ${client.name}`}
      confirm={client === null ? "Add client" : "Save"}
      submission={submission}
      fields={["id", "name", "redirectUris", "audiences"]}
      onConfirm={save}
      onClose={onClose}
    >
      {client === null && <TextField label="Client ID" name="id" value={id} submission={submission} onChange={setId} />}
      <TextField label="Name" name="name" value={name} submission={submission} onChange={setName} />
      <Lines
        label="Where codes may be sent"
        hint="One address in each line. Compared letter for letter."
        error={submission.field("redirectUris")}
        value={redirectUris}
        onChange={setRedirectUris}
      />
      <Lines
        label="Further audiences of its tokens - optional"
        hint="One in each line. With any, the client is the authorized party (azp)."
        error={submission.field("audiences")}
        value={audiences}
        onChange={setAudiences}
      />
    </CompanyDialog>
  );
}

interface LinesProps {
  label: string;
  hint: string;
  error: string;
  value: string;
  onChange(value: string): void;
}

function Lines({ label, hint, error, value, onChange }: LinesProps) {
  return (
    <FormField label={label} constraintText={hint} errorText={error} stretch>
      <Textarea rows={3} spellcheck={false} value={value} onChange={({ detail }) => onChange(detail.value)} />
    </FormField>
  );
}

function Remove({ client, onClose }: { client: OidcClient; onClose(): void }) {
  const submission = useSubmit<CompanyError>();
  const remove = () =>
    void submission.send(
      () => outcome(api.DELETE("/company/api/admin/oidc/clients/{id}", { params: { path: { id: client.id } } })),
      onClose,
    );
  return (
    <CompanyDialog
      title={`Remove ${client.name}?`}
      confirm="Remove client"
      submission={submission}
      onConfirm={remove}
      onClose={onClose}
    >
      It gets no codes any more. Tokens that it has stay good until they expire.
    </CompanyDialog>
  );
}
