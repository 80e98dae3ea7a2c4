import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import { useCallback } from "react";
import { api, outcome } from "../../../../api/client";
import type { PrincipalKind } from "../../../../api/types";
import { useLoaded } from "../../../../desk/useLoaded";
import { ConsoleLoading } from "../../ConsolePage";
import { FindBox } from "../../iam/FindBox";
import { PageLink } from "../../iam/PageLink";
import { Pages, usePart } from "./parts";

interface Props {
  kind: PrincipalKind;
  id: string;
}

/** What a person (also by groups) or a group has, by account: a tab of their page. */
export function AccessOf({ kind, id }: Props) {
  const part = usePart();
  const { search, query } = part;
  const ask = useCallback(
    () =>
      outcome(
        api.GET("/api/identity-center/access/{kind}/{principalId}", {
          params: { path: { kind, principalId: id }, query },
        }),
      ),
    [kind, id, query],
  );
  const [loaded] = useLoaded(ask);
  return (
    <ConsoleLoading of={loaded}>
      {({ access, total, pages }) => (
        <Table
          items={access}
          trackBy={(one) => `${one.accountId} ${one.permissionSet.id} ${one.byGroup ?? ""}`}
          wrapLines
          ariaLabels={{ tableLabel: "Access to accounts" }}
          empty={
            <Box textAlign="center">
              {search === ""
                ? "Nothing is assigned. Choose accounts on the AWS accounts page and assign permission sets."
                : "No account or permission set fits."}
            </Box>
          }
          filter={
            <FindBox
              what="access"
              placeholder="Find by account or permission set"
              start={search}
              onFind={part.narrow}
            />
          }
          pagination={<Pages part={part} pages={pages} />}
          header={
            <Header variant="h2" counter={`(${total})`}>
              AWS accounts
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
            {
              id: "set",
              header: "Permission set",
              cell: ({ permissionSet }) => (
                <PageLink to={{ page: "center-permission-set", id: permissionSet.id, section: null }}>
                  {permissionSet.name}
                </PageLink>
              ),
            },
            { id: "by", header: "Assigned", cell: ({ byGroup }) => (byGroup == null ? "Directly" : `By ${byGroup}`) },
          ]}
        />
      )}
    </ConsoleLoading>
  );
}
