import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useCallback } from "react";
import { api, outcome } from "../../../../api/client";
import { useLoaded } from "../../../../desk/useLoaded";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { FindBox } from "../../iam/FindBox";
import { PageLink } from "../../iam/PageLink";
import { Pages, usePart } from "./parts";
import { Provisioned } from "./Provisioned";

/** The accounts that a permission set is provisioned in. */
export function SetAccounts({ id }: { id: string }) {
  const submission = useSubmit();
  const part = usePart();
  const { search, query } = part;
  const ask = useCallback(
    () =>
      outcome(
        api.GET("/api/identity-center/permission-sets/{setId}/accounts", {
          params: { path: { setId: id }, query },
        }),
      ),
    [id, query],
  );
  const [loaded] = useLoaded(ask);
  const provision = () =>
    void submission.send<unknown>(
      () =>
        outcome(api.POST("/api/identity-center/permission-sets/{setId}/accounts", { params: { path: { setId: id } } })),
      () => undefined,
    );
  return (
    <SpaceBetween size="m">
      <ConsoleRefusal error={submission.error} />
      <ConsoleLoading of={loaded}>
        {({ accounts, total, pages }) => (
          <Table
            items={accounts}
            trackBy="accountId"
            wrapLines
            ariaLabels={{ tableLabel: "Accounts with this permission set" }}
            empty={
              <Box textAlign="center">
                {search === ""
                  ? "The permission set is assigned in no account. Assign it on the AWS accounts page."
                  : "No account's name has this in it."}
              </Box>
            }
            filter={
              <FindBox
                what="accounts"
                placeholder="Find accounts by a part of their name, or the ID"
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
                  <Button loading={submission.busy} disabled={total === 0} onClick={provision}>
                    Reprovision
                  </Button>
                }
              >
                Provisioned accounts
              </Header>
            }
            columnDefinitions={[
              {
                id: "account",
                header: "Account",
                isRowHeader: true,
                cell: ({ accountId, accountName }) => (
                  <PageLink to={{ page: "center-account", id: accountId, section: null }}>
                    {accountName} ({accountId})
                  </PageLink>
                ),
              },
              { id: "role", header: "Role", cell: ({ roleName }) => <span className="wrap">{roleName}</span> },
              { id: "principals", header: "Users and groups", cell: ({ principals }) => principals },
              { id: "status", header: "Status", minWidth: 170, cell: (account) => <Provisioned {...account} /> },
            ]}
          />
        )}
      </ConsoleLoading>
    </SpaceBetween>
  );
}
