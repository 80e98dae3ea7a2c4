import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { HolderPolicies, Holders, PolicyView } from "../../../../api/types";
import { useLoaded } from "../../../../desk/useLoaded";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading } from "../../ConsolePage";
import { Ask } from "../../Ask";
import { AttachPolicies } from "./AttachPolicies";
import { BoundarySection } from "./BoundarySection";
import { Denials } from "./Denials";
import { InlineEditor } from "./InlineEditor";
import { PolicyLink, typeOf } from "./Policies";

export type HolderKind = "user" | "group" | "role";

export interface Holder {
  kind: HolderKind;
  name: string;
}

const HOLDERS: Record<HolderKind, Holders> = { user: "users", group: "groups", role: "roles" };

export function pathOf({ kind, name }: Holder): { holders: Holders; name: string } {
  return { holders: HOLDERS[kind], name };
}

/** One policy that someone has. */
interface Row {
  id: string;
  /** A managed policy; `null` for an embedded one. */
  managed: PolicyView | null;
  name: string;
  /** The group it comes from. */
  group: string | null;
}

function rowsOf(has: HolderPolicies): Row[] {
  const rows = (attached: PolicyView[], inline: string[], group: string | null): Row[] => [
    ...attached.map((managed) => ({
      id: `${group ?? ""}/${managed.arn}`,
      managed,
      name: managed.policyName,
      group,
    })),
    ...inline.map((name) => ({ id: `${group ?? ""}/inline/${name}`, managed: null, name, group })),
  ];
  return [
    ...rows(has.attached ?? [], has.inline ?? [], null),
    ...(has.byGroup ?? []).flatMap(({ groupName, attached, inline }) => rows(attached, inline, groupName)),
  ];
}

/** The permissions of a user, group or role: what is attached and embedded, and the boundary. */
export function PermissionsSection({ kind, name }: Holder) {
  const ask = useCallback(
    () => outcome(api.GET("/api/{holders}/{name}/policies", { params: { path: pathOf({ kind, name }) } })),
    [kind, name],
  );
  const [loaded, again] = useLoaded(ask);
  return (
    <ConsoleLoading of={loaded}>
      {(has) => (
        <SpaceBetween size="m">
          <Denials denials={has.denials} />
          <Policies key={`${kind} ${name}`} holder={{ kind, name }} has={has} again={again} />
          {kind !== "group" && <BoundarySection holder={{ kind, name }} boundary={has.boundary ?? null} />}
        </SpaceBetween>
      )}
    </ConsoleLoading>
  );
}

type Doing = { what: "attach" } | { what: "create" } | { what: "remove"; row: Row } | { what: "edit"; name: string };

function Policies({ holder, has, again }: { holder: Holder; has: HolderPolicies; again(): void }) {
  const submission = useSubmit();
  const [chosen, setChosen] = useState<string | null>(null);
  const [doing, setDoing] = useState<Doing | null>(null);
  const rows = rowsOf(has);
  const selected = rows.find(({ id }) => id === chosen) ?? null;
  const close = () => setDoing(null);
  const done = () => {
    close();
    setChosen(null);
    again();
  };
  const remove = ({ managed, name }: Row) => {
    const path = pathOf(holder);
    void submission.send<unknown>(
      () =>
        managed === null
          ? outcome(
              api.DELETE("/api/{holders}/{name}/inline-policies/{policyName}", {
                params: { path: { ...path, policyName: name } },
              }),
            )
          : outcome(
              api.DELETE("/api/{holders}/{name}/policies", {
                params: { path, query: { policyArn: managed.arn } },
              }),
            ),
      done,
    );
  };
  return (
    <>
      <Table
        data-testid="permissions"
        items={rows}
        trackBy="id"
        wrapLines
        selectionType="single"
        selectedItems={selected === null ? [] : [selected]}
        isItemDisabled={({ group }) => group !== null}
        onSelectionChange={({ detail }) => setChosen(detail.selectedItems[0]?.id ?? null)}
        ariaLabels={{
          tableLabel: "Permissions policies",
          selectionGroupLabel: "Choose a policy",
          itemSelectionLabel: (_, { name, group }) => (group === null ? `Choose ${name}` : `${name} of ${group}`),
        }}
        empty={<Box textAlign="center">No policies, so nothing is allowed.</Box>}
        header={
          <Header
            variant="h2"
            counter={`(${rows.length})`}
            description="What they allow and deny together is what counts."
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <Button
                  disabled={selected === null}
                  onClick={() => selected !== null && setDoing({ what: "remove", row: selected })}
                >
                  Remove
                </Button>
                <ButtonDropdown
                  items={[
                    { id: "attach", text: "Attach policies" },
                    { id: "create", text: "Create inline policy" },
                  ]}
                  onItemClick={({ detail }) => setDoing({ what: detail.id === "attach" ? "attach" : "create" })}
                >
                  Add permissions
                </ButtonDropdown>
              </SpaceBetween>
            }
          >
            Permissions policies
          </Header>
        }
        columnDefinitions={[
          {
            id: "name",
            header: "Policy name",
            isRowHeader: true,
            cell: ({ managed, name, group }) => {
              if (managed !== null) return <PolicyLink policy={managed} />;
              if (group !== null) return name;
              return (
                <Button variant="inline-link" onClick={() => setDoing({ what: "edit", name })}>
                  {name}
                </Button>
              );
            },
          },
          { id: "type", header: "Type", cell: ({ managed }) => (managed === null ? "Inline" : typeOf(managed)) },
          {
            id: "via",
            header: "Attached via",
            cell: ({ managed, group }) =>
              group === null ? (managed === null ? "Inline" : "Directly") : `Group ${group}`,
          },
        ]}
      />
      {doing?.what === "attach" && (
        <AttachPolicies holder={holder} attached={has.attached ?? []} onClose={close} onDone={done} />
      )}
      {doing?.what === "create" && <InlineEditor holder={holder} policyName={null} onClose={close} onDone={done} />}
      {doing?.what === "edit" && <InlineEditor holder={holder} policyName={doing.name} onClose={close} onDone={done} />}
      {doing?.what === "remove" && (
        <Ask
          title={doing.row.managed === null ? `Delete ${doing.row.name}?` : `Detach ${doing.row.name}?`}
          confirm={doing.row.managed === null ? "Delete policy" : "Detach policy"}
          submission={submission}
          onConfirm={() => remove(doing.row)}
          onClose={() => {
            submission.setError(null);
            close();
          }}
        >
          {doing.row.managed === null
            ? "An inline policy is nowhere else: deleted, it is gone."
            : "The policy itself stays, for others and for later."}
        </Ask>
      )}
    </>
  );
}
