import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import Tabs from "@cloudscape-design/components/tabs";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { GroupDetails } from "../../../../api/types";
import { useNavigation } from "../../../../browser/navigation";
import { useLoaded } from "../../../../desk/useLoaded";
import { when } from "../../../../shell/when";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { AskFirst } from "../AskFirst";
import { Fact } from "../Facts";
import { IamPage } from "../IamNav";
import { PageLink } from "../PageLink";
import { PermissionsSection } from "../policies/PermissionsSection";
import { DeleteGroup } from "./DeleteGroup";
import { PickUsers } from "./PickUsers";
import { RenameGroup } from "./RenameGroup";

interface Props {
  groupName: string;
  section: string | null;
}

/** One group. */
export default function Group({ groupName, section }: Props) {
  return (
    <IamPage testId="page-group">
      <Details groupName={groupName} section={section} />
    </IamPage>
  );
}

function Details({ groupName, section }: Props) {
  const [tab, setTab] = useState(section ?? "users");
  const navigation = useNavigation();
  const submission = useSubmit();
  const ask = useCallback(
    () => outcome(api.GET("/api/groups/{groupName}", { params: { path: { groupName } } })),
    [groupName],
  );
  const [loaded] = useLoaded(ask);
  const [act, setAct] = useState<"rename" | "delete" | null>(null);
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        actions={
          <SpaceBetween size="xs" direction="horizontal">
            <Button onClick={() => setAct("rename")}>Edit</Button>
            <Button onClick={() => setAct("delete")}>Delete</Button>
          </SpaceBetween>
        }
      >
        {groupName}
      </Header>
      <ConsoleRefusal error={submission.error} />
      <ConsoleLoading of={loaded}>{(details) => <Summary details={details} />}</ConsoleLoading>
      <Tabs
        ariaLabel="About the group"
        activeTabId={tab}
        onChange={({ detail }) => setTab(detail.activeTabId)}
        tabs={[
          {
            id: "users",
            label: "Users",
            content: loaded.state === "ready" && <Members details={loaded.data} />,
          },
          {
            id: "permissions",
            label: "Permissions",
            content: <PermissionsSection kind="group" name={groupName} />,
          },
        ]}
      />
      {act === "rename" && <RenameGroup groupName={groupName} onClose={() => setAct(null)} />}
      {act === "delete" && (
        <DeleteGroup
          groupName={groupName}
          submission={submission}
          onClose={() => setAct(null)}
          onDeleted={() => navigation.visit({ page: "groups" })}
        />
      )}
    </SpaceBetween>
  );
}

function Summary({ details: { group } }: { details: GroupDetails }) {
  return (
    <Container header={<Header variant="h2">Summary</Header>}>
      <ColumnLayout columns={2} variant="text-grid">
        <Fact label="User group name">{group.groupName}</Fact>
        <Fact label="Created">{when(group.createdAt)}</Fact>
        <Fact label="ARN">{group.arn}</Fact>
        <Fact label="Unique ID">{group.groupId}</Fact>
      </ColumnLayout>
    </Container>
  );
}

function Members({ details: { group, users } }: { details: GroupDetails }) {
  const { groupName } = group;
  const submission = useSubmit();
  const [chosen, setChosen] = useState<string[]>([]);
  const [adding, setAdding] = useState(false);
  const [asking, setAsking] = useState(false);
  const names = users.map(({ userName }) => userName).filter((name) => chosen.includes(name));
  const remove = () => {
    setAsking(false);
    void submission.send<unknown>(
      () =>
        outcome(
          api.POST("/api/groups/{groupName}/users/remove", {
            params: { path: { groupName } },
            body: { userNames: names },
          }),
        ),
      () => setChosen([]),
    );
  };
  return (
    <SpaceBetween size="s">
      <ConsoleRefusal error={submission.error} />
      <Table
        items={users}
        trackBy="userName"
        wrapLines
        selectionType="multi"
        selectedItems={users.filter(({ userName }) => chosen.includes(userName))}
        onSelectionChange={({ detail }) => setChosen(detail.selectedItems.map(({ userName }) => userName))}
        ariaLabels={{
          tableLabel: "Users in this group",
          selectionGroupLabel: "Users",
          allItemsSelectionLabel: () => "Choose all users",
          itemSelectionLabel: (_, { userName }) => `Choose ${userName}`,
        }}
        empty={<Box textAlign="center">No user is in this group.</Box>}
        header={
          <Header
            variant="h2"
            counter={`(${users.length})`}
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <Button disabled={names.length === 0} onClick={() => setAsking(true)}>
                  Remove users
                </Button>
                <Button onClick={() => setAdding(true)}>Add users</Button>
              </SpaceBetween>
            }
          >
            Users in this group
          </Header>
        }
        columnDefinitions={[
          {
            id: "name",
            header: "User name",
            isRowHeader: true,
            cell: ({ userName }) => <PageLink to={{ page: "user", userName, section: null }}>{userName}</PageLink>,
          },
          {
            id: "activity",
            header: "Last sign-in",
            cell: ({ passwordLastUsedAt }) => (passwordLastUsedAt == null ? "Never" : when(passwordLastUsedAt)),
          },
          { id: "created", header: "Created", cell: ({ createdAt }) => when(createdAt) },
        ]}
      />
      {asking && (
        <AskFirst
          header={`Remove ${names.length === 1 ? (names[0] ?? "") : `${names.length} users`} from ${groupName}?`}
          confirm="Remove"
          onClose={() => setAsking(false)}
          onConfirm={remove}
        >
          {names.join(", ")} {names.length === 1 ? "loses" : "lose"} at once what only this group allows.
        </AskFirst>
      )}
      {adding && (
        <PickUsers
          groupName={groupName}
          present={users.map(({ userName }) => userName)}
          onClose={() => setAdding(false)}
        />
      )}
    </SpaceBetween>
  );
}
