import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { AssignedPrincipal, AssignmentOutcome, CenterAccount } from "../../../../api/types";
import { useLoaded } from "../../../../desk/useLoaded";
import { useSubmit, type Submission } from "../../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { AskFirst } from "../../iam/AskFirst";
import { FindBox } from "../../iam/FindBox";
import { PageLink } from "../../iam/PageLink";
import { Pages, usePart } from "./parts";
import { SetChoice } from "./SetChoice";

interface Props {
  account: CenterAccount;
  onDone(outcome: AssignmentOutcome): void;
}

/** Who has something in an account; it can be changed and removed. */
export function Assigned({ account, onDone }: Props) {
  const submission = useSubmit();
  const part = usePart();
  const { search, query } = part;
  const [chosen, setChosen] = useState<string | null>(null);
  // As it was read when it was begun: what somebody else changes meanwhile is not written over unseen.
  const [act, setAct] = useState<{ kind: "change" | "remove"; of: AssignedPrincipal } | null>(null);
  const path = { accountId: account.id };
  const ask = useCallback(
    () =>
      outcome(
        api.GET("/api/identity-center/accounts/{accountId}/assignments", {
          params: { path: { accountId: account.id }, query },
        }),
      ),
    [account.id, query],
  );
  const [loaded] = useLoaded(ask);
  const selected = loaded.state === "ready" ? loaded.data.principals.filter(({ id }) => id === chosen) : [];
  const begin = (kind: "change" | "remove") => {
    submission.setError(null);
    const [of] = selected;
    if (of !== undefined) setAct({ kind, of });
  };
  const set = ({ kind, id, permissionSets }: AssignedPrincipal, permissionSetIds: string[]) =>
    void submission.send(
      () =>
        outcome(
          api.PUT("/api/identity-center/accounts/{accountId}/assignments", {
            params: { path },
            body: { principal: { kind, id }, permissionSetIds, expected: permissionSets.map((one) => one.id) },
          }),
        ),
      onDone,
    );
  if (act?.kind === "change") {
    const { of } = act;
    return <Change of={of} submission={submission} onClose={() => setAct(null)} onSave={(ids) => set(of, ids)} />;
  }
  return (
    <SpaceBetween size="m">
      <ConsoleRefusal error={submission.error} />
      <ConsoleLoading of={loaded}>
        {({ principals, total, pages }) => (
          <Table
            items={principals}
            trackBy="id"
            wrapLines
            selectionType="single"
            selectedItems={selected}
            onSelectionChange={({ detail }) => setChosen(detail.selectedItems[0]?.id ?? null)}
            ariaLabels={{
              tableLabel: "Users and groups of the account",
              selectionGroupLabel: "User or group",
              itemSelectionLabel: (_, { name }) => `Choose ${name}`,
            }}
            empty={
              <Box textAlign="center">
                {search === ""
                  ? "Nobody has anything here. Assign users or groups a permission set."
                  : "No user or group here has this in its name."}
              </Box>
            }
            filter={
              <FindBox
                what="users and groups"
                placeholder="Find by a part of the name"
                start={search}
                onFind={part.narrow}
              />
            }
            pagination={<Pages part={part} pages={pages} />}
            header={
              <Header
                variant="h2"
                counter={`(${total})`}
                actions={
                  <SpaceBetween size="xs" direction="horizontal">
                    <Button
                      disabled={selected.length === 0 || account.isClosed || account.isSuspended}
                      onClick={() => begin("change")}
                    >
                      Change permission sets
                    </Button>
                    <Button disabled={selected.length === 0 || account.isClosed} onClick={() => begin("remove")}>
                      Remove access
                    </Button>
                  </SpaceBetween>
                }
              >
                Assigned users and groups
              </Header>
            }
            columnDefinitions={[
              {
                id: "name",
                header: "Name",
                isRowHeader: true,
                cell: ({ kind, id, name }) => (
                  <PageLink to={{ page: kind === "user" ? "center-user" : "center-group", id, section: null }}>
                    {name}
                  </PageLink>
                ),
              },
              { id: "kind", header: "Type", cell: ({ kind }) => (kind === "user" ? "User" : "Group") },
              {
                id: "sets",
                header: "Permission sets",
                cell: ({ permissionSets }) => permissionSets.map(({ name }) => name).join(", "),
              },
            ]}
          />
        )}
      </ConsoleLoading>
      {act?.kind === "remove" && (
        <AskFirst
          header={`Remove the access of ${act.of.name}?`}
          confirm="Remove access"
          onClose={() => setAct(null)}
          onConfirm={() => {
            setAct(null);
            set(act.of, []);
          }}
        >
          {act.of.permissionSets.map(({ name }) => name).join(", ")} in {account.name}: the portal shows it no more.
          Where nobody else has a permission set here, its role is deleted, and sessions of it go on without
          permissions.
        </AskFirst>
      )}
    </SpaceBetween>
  );
}

interface ChangeProps {
  of: AssignedPrincipal;
  submission: Submission;
  onClose(): void;
  onSave(ids: string[]): void;
}

function Change({ of, submission, onClose, onSave }: ChangeProps) {
  const [sets, setSets] = useState(of.permissionSets);
  return (
    <SpaceBetween size="m">
      <Header variant="h2" description="Of those that are not chosen any more, the access is removed.">
        Permission sets of {of.name}
      </Header>
      <ConsoleRefusal error={submission.error} />
      <SetChoice chosen={sets} onChoose={setSets} />
      <SpaceBetween size="xs" direction="horizontal">
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" loading={submission.busy} onClick={() => onSave(sets.map(({ id }) => id))}>
          Save changes
        </Button>
      </SpaceBetween>
    </SpaceBetween>
  );
}
