import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import { useNavigation } from "../../../../browser/navigation";
import { useLoaded } from "../../../../desk/useLoaded";
import { when } from "../../../../shell/when";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { IamPage } from "../IamNav";
import { PageLink } from "../PageLink";
import { DeleteRole } from "./DeleteRole";

const ask = () => outcome(api.GET("/api/roles"));

/** The account's roles. */
export default function Roles() {
  return (
    <IamPage testId="page-roles">
      <List />
    </IamPage>
  );
}

function List() {
  const navigation = useNavigation();
  const submission = useSubmit();
  const [loaded] = useLoaded(ask);
  const [find, setFind] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const wanted = find.trim().toLowerCase();
  return (
    <SpaceBetween size="m">
      <ConsoleRefusal error={submission.error} />
      <ConsoleLoading of={loaded}>
        {({ roles }) => {
          const shown = roles.filter(({ roleName }) => roleName.toLowerCase().includes(wanted));
          return (
            <Table
              items={shown}
              trackBy="roleName"
              wrapLines
              selectionType="single"
              selectedItems={shown.filter(({ roleName }) => roleName === chosen)}
              onSelectionChange={({ detail }) => setChosen(detail.selectedItems[0]?.roleName ?? null)}
              ariaLabels={{
                tableLabel: "Roles",
                selectionGroupLabel: "Role",
                itemSelectionLabel: (_, { roleName }) => `Choose ${roleName}`,
              }}
              empty={
                <Box textAlign="center">
                  {roles.length === 0 ? "This account has no roles. Create one." : "No role's name has this in it."}
                </Box>
              }
              filter={
                <TextFilter
                  filteringText={find}
                  filteringPlaceholder="Find roles"
                  filteringAriaLabel="Find roles"
                  onChange={({ detail }) => setFind(detail.filteringText)}
                />
              }
              header={
                <Header
                  variant="h1"
                  counter={`(${roles.length})`}
                  description="A role is an identity without a password or keys of its own. Whom it trusts can act as it for a while."
                  actions={
                    <SpaceBetween size="xs" direction="horizontal">
                      <Button disabled={chosen === null} onClick={() => setAsking(true)}>
                        Delete
                      </Button>
                      <Button variant="primary" onClick={() => navigation.visit({ page: "create-role" })}>
                        Create role
                      </Button>
                    </SpaceBetween>
                  }
                >
                  Roles
                </Header>
              }
              columnDefinitions={[
                {
                  id: "name",
                  header: "Role name",
                  isRowHeader: true,
                  cell: ({ roleName }) => (
                    <PageLink to={{ page: "role", roleName, section: null }}>{roleName}</PageLink>
                  ),
                },
                {
                  id: "trusted",
                  header: "Trusted entities",
                  cell: ({ trustedEntities }) => trustedEntities.join(", ") || "-",
                },
                {
                  id: "used",
                  header: "Last activity",
                  cell: ({ lastUsedAt }) => (lastUsedAt == null ? "-" : when(lastUsedAt)),
                },
              ]}
            />
          );
        }}
      </ConsoleLoading>
      {asking && chosen !== null && (
        <DeleteRole
          roleName={chosen}
          submission={submission}
          onClose={() => setAsking(false)}
          onDeleted={() => setChosen(null)}
        />
      )}
    </SpaceBetween>
  );
}
