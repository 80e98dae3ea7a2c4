import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { CenterGroup } from "../../../../api/types";
import { useNavigation } from "../../../../browser/navigation";
import { useLoaded } from "../../../../desk/useLoaded";
import { when } from "../../../../shell/when";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { AskFirst } from "../../iam/AskFirst";
import { Fact } from "../../iam/Facts";
import { Ask } from "../../Ask";
import { AccessOf } from "../access/AccessOf";
import { IdentityCenterPage } from "../IdentityCenterPage";
import type { ThingProps } from "../pages";
import { MANAGED_ELSEWHERE, madeBy } from "../provider";
import { GroupFields } from "./GroupFields";
import { Members } from "./Members";

/** One group of the identity store. */
export default function Group({ id, section }: ThingProps) {
  const [tab, setTab] = useState(section ?? "users");
  const ask = useCallback(
    () => outcome(api.GET("/api/identity-center/groups/{id}", { params: { path: { id } } })),
    [id],
  );
  const [loaded] = useLoaded(ask);
  return (
    <IdentityCenterPage testId="page-center-group">
      <ConsoleLoading of={loaded}>
        {(group) => (
          <SpaceBetween size="l">
            <Summary group={group} />
            <Tabs
              ariaLabel="About the group"
              activeTabId={tab}
              onChange={({ detail }) => setTab(detail.activeTabId)}
              tabs={[
                { id: "users", label: "Users", content: <Members group={group} /> },
                { id: "accounts", label: "AWS accounts", content: <AccessOf kind="group" id={id} /> },
              ]}
            />
          </SpaceBetween>
        )}
      </ConsoleLoading>
    </IdentityCenterPage>
  );
}

function Summary({ group }: { group: CenterGroup }) {
  const navigation = useNavigation();
  const submission = useSubmit();
  const [asking, setAsking] = useState<"edit" | "delete" | null>(null);
  const isProvisioned = group.provisioned === true;
  const remove = () => {
    setAsking(null);
    void submission.send<unknown>(
      () => outcome(api.DELETE("/api/identity-center/groups/{id}", { params: { path: { id: group.id } } })),
      () => navigation.visit({ page: "center-groups" }),
    );
  };
  return (
    <SpaceBetween size="m">
      <Header
        variant="h1"
        description={isProvisioned ? "Your identity provider provisions this group: its name and members." : undefined}
        actions={
          <SpaceBetween size="xs" direction="horizontal">
            <Button disabled={isProvisioned} disabledReason={MANAGED_ELSEWHERE} onClick={() => setAsking("edit")}>
              Edit
            </Button>
            <Button onClick={() => setAsking("delete")}>Delete group</Button>
          </SpaceBetween>
        }
      >
        {group.name}
      </Header>
      <ConsoleRefusal error={submission.error} />
      <Container header={<Header variant="h2">General information</Header>}>
        <ColumnLayout columns={2} variant="text-grid">
          <Fact label="Description">{group.description || "-"}</Fact>
          <Fact label="Created">{when(group.createdAt)}</Fact>
          <Fact label="Created by">{madeBy(group.createdBy)}</Fact>
          <Fact label="Group ID">{group.id}</Fact>
        </ColumnLayout>
      </Container>
      {asking === "edit" && <Edit group={group} onClose={() => setAsking(null)} />}
      {asking === "delete" && (
        <AskFirst
          header={`Delete ${group.name}?`}
          confirm="Delete group"
          typed={group.name}
          onClose={() => setAsking(null)}
          onConfirm={remove}
        >
          Its users stay. What was assigned to the group is theirs no more from the next request on.
          {isProvisioned &&
            " As long as your identity provider has the group, the next synchronization brings it back."}
        </AskFirst>
      )}
    </SpaceBetween>
  );
}

function Edit({ group, onClose }: { group: CenterGroup; onClose(): void }) {
  const submission = useSubmit();
  const [draft, setDraft] = useState({ name: group.name, description: group.description });
  const params = { path: { id: group.id } };
  return (
    <Ask
      title={`Edit ${group.name}`}
      confirm="Save changes"
      submission={submission}
      fields={["name", "description"]}
      onConfirm={() =>
        void submission.send<unknown>(
          () => outcome(api.PUT("/api/identity-center/groups/{id}", { params, body: draft })),
          onClose,
        )
      }
      onClose={onClose}
    >
      <GroupFields draft={draft} submission={submission} onChange={setDraft} />
    </Ask>
  );
}
