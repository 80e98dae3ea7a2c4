import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { CompanyError, KeyAlgorithm, OidcAdministration } from "../../../api/company";
import { when } from "../../../shell/when";
import { useSubmit } from "../../useSubmit";
import { CompanyRefusal } from "../CompanyRefusal";
import { CompanyDialog } from "./CompanyDialog";
import { AddKey, ALGORITHMS, KeyActs, KeyStatus } from "./keys";

type Key = OidcAdministration["keys"][number];

/** The keys that sign ID tokens, and how one follows another. */
export function OidcKeys({ keys }: { keys: Key[] }) {
  const submission = useSubmit<CompanyError>();
  const asking = useSubmit<CompanyError>();
  const [open, setOpen] = useState<"add" | Key | null>(null);
  const of = ({ id }: Key) => ({ params: { path: { id } } });
  const add = (algorithm: KeyAlgorithm) =>
    void asking.send(
      () => outcome(api.POST("/company/api/admin/oidc/keys", { body: { algorithm } })),
      () => setOpen(null),
    );
  const activate = (key: Key) =>
    void submission.send(
      () => outcome(api.POST("/company/api/admin/oidc/keys/{id}/activate", of(key))),
      () => undefined,
    );
  const remove = (key: Key) =>
    void asking.send(
      () => outcome(api.DELETE("/company/api/admin/oidc/keys/{id}", of(key))),
      () => setOpen(null),
    );
  const close = () => {
    asking.setError(null);
    setOpen(null);
  };
  return (
    <SpaceBetween size="s">
      <CompanyRefusal error={submission.error} />
      <Table
        items={keys}
        trackBy="id"
        wrapLines
        ariaLabels={{ tableLabel: "Keys of ID tokens" }}
        header={
          <Header
            variant="h2"
            counter={`(${keys.length})`}
            description="Add the next one, let it sign when others had time to read it, then remove the old one."
            actions={<Button onClick={() => setOpen("add")}>Add the next key</Button>}
          >
            Keys
          </Header>
        }
        empty={<Box>There is no key yet: one is made with the first token.</Box>}
        columnDefinitions={[
          {
            id: "id",
            header: "Key ID (kid)",
            isRowHeader: true,
            cell: ({ id }) => <span className="wrap">{id}</span>,
          },
          { id: "algorithm", header: "Kind", minWidth: 130, cell: ({ algorithm }) => ALGORITHMS[algorithm] },
          { id: "state", header: "Status", minWidth: 150, cell: ({ state }) => <KeyStatus state={state} /> },
          { id: "made", header: "Made", minWidth: 170, cell: ({ createdAt }) => when(createdAt) },
          {
            id: "acts",
            header: "Actions",
            minWidth: 130,
            cell: (key) => (
              <KeyActs
                state={key.state}
                name={`the key ${key.id.slice(0, 8)}`}
                busy={submission.busy}
                onActivate={() => activate(key)}
                onRemove={() => setOpen(key)}
              />
            ),
          },
        ]}
      />
      {open === "add" && <AddKey title="Add the next key" submission={asking} onAdd={add} onClose={close} />}
      {open !== null && open !== "add" && (
        <CompanyDialog
          title="Remove the key?"
          confirm="Remove key"
          submission={asking}
          onConfirm={() => remove(open)}
          onClose={close}
        >
          It is published no more: tokens that it signed are refused from then on.
        </CompanyDialog>
      )}
    </SpaceBetween>
  );
}
