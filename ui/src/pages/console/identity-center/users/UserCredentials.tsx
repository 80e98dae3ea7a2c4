import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { useCallback } from "react";
import { api, outcome } from "../../../../api/client";
import type { CenterUserDetails } from "../../../../api/types";
import { useLoaded } from "../../../../desk/useLoaded";
import { when } from "../../../../shell/when";
import { ConsoleLoading } from "../../ConsolePage";
import { FindBox } from "../../iam/FindBox";
import { Pages, usePart } from "../access/parts";

const BY: Record<string, string> = { portal: "Access portal", cli: "Command line" };

/** Short-term credentials that a person was given for tools. Nobody can take them back: they end by themselves. */
export function UserCredentials({ user }: { user: CenterUserDetails }) {
  const { id, userName } = user;
  const part = usePart();
  const { search, query } = part;
  const ask = useCallback(
    () => outcome(api.GET("/api/identity-center/users/{id}/credentials", { params: { path: { id }, query } })),
    [id, query],
  );
  const [loaded] = useLoaded(ask);
  return (
    <ConsoleLoading of={loaded}>
      {({ credentials, total, pages }) => (
        <Table
          items={credentials}
          trackBy="accessKeyId"
          wrapLines
          ariaLabels={{ tableLabel: "Short-term credentials" }}
          empty={
            <Box textAlign="center">
              {search === ""
                ? `${userName} was given no credentials that are still kept.`
                : "No access key ID, account or role fits."}
            </Box>
          }
          filter={
            <FindBox
              what="credentials"
              placeholder="Find by access key ID, account ID or role"
              start={search}
              onFind={part.narrow}
            />
          }
          pagination={<Pages part={part} pages={pages} />}
          header={
            <Header
              variant="h2"
              counter={`(${total})`}
              description="Those that are good come first. They cannot be taken back: they outlive sign-out, a changed assignment and the user, until they expire."
            >
              Short-term credentials
            </Header>
          }
          columnDefinitions={[
            { id: "key", header: "Access key ID", isRowHeader: true, cell: ({ accessKeyId }) => accessKeyId },
            { id: "account", header: "Account", cell: ({ accountId }) => accountId },
            { id: "role", header: "Role", cell: ({ roleName }) => <span className="wrap">{roleName}</span> },
            { id: "by", header: "Issued by", cell: ({ issuedBy }) => BY[issuedBy] ?? issuedBy },
            { id: "issued", header: "Issued", minWidth: 140, cell: ({ issuedAt }) => when(issuedAt) },
            {
              id: "expires",
              header: "Expires",
              minWidth: 140,
              cell: ({ expiresAt, live }) => (
                <StatusIndicator type={live ? "success" : "stopped"}>
                  {live ? when(expiresAt) : `Expired ${when(expiresAt)}`}
                </StatusIndicator>
              ),
            },
          ]}
        />
      )}
    </ConsoleLoading>
  );
}
