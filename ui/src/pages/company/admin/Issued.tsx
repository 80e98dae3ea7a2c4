import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { api, outcome } from "../../../api/client";
import type { IssuedSummary } from "../../../api/company";
import { useLoaded } from "../../../desk/useLoaded";
import { when } from "../../../shell/when";
import { PageLink } from "../../console/iam/PageLink";
import { CompanyLoading } from "../CompanySession";
import { FAULTS } from "../faults";

const ask = () => outcome(api.GET("/company/api/admin/log"));

export const KINDS: Record<IssuedSummary["kind"], string> = {
  saml: "SAML response",
  "id-token": "ID token",
};

/** What was issued, newest first. */
export function Issued() {
  const [loaded] = useLoaded(ask);
  return (
    <CompanyLoading of={loaded}>
      {(issued) => (
        <Table
          items={issued}
          trackBy={({ id }) => String(id)}
          wrapLines
          ariaLabels={{ tableLabel: "Issued" }}
          header={
            <Header
              variant="h1"
              counter={`(${issued.length})`}
              description="The last 200 responses and tokens. Open one to read what it says."
            >
              Issued
            </Header>
          }
          empty={<Box>Nothing was issued yet. Open the AWS console from My applications, or run a build.</Box>}
          columnDefinitions={[
            {
              id: "what",
              header: "What",
              isRowHeader: true,
              minWidth: 150,
              cell: ({ id, kind }) => (
                <PageLink to={{ page: "company", at: "issued-one", id: String(id) }}>
                  {KINDS[kind]} {String(id)}
                </PageLink>
              ),
            },
            { id: "at", header: "When", minWidth: 180, cell: ({ issuedAt }) => when(issuedAt) },
            {
              id: "about",
              header: "About",
              minWidth: 120,
              cell: ({ userName }) => <span className="wrap">{userName}</span>,
            },
            { id: "for", header: "For", cell: ({ audience }) => <span className="wrap">{audience}</span> },
            {
              id: "faults",
              header: "Teaching faults in it",
              cell: ({ faults }) =>
                faults.length === 0 ? (
                  "None"
                ) : (
                  <StatusIndicator type="warning" wrapText>
                    {faults.map((fault) => FAULTS[fault].label).join(", ")}
                  </StatusIndicator>
                ),
            },
          ]}
        />
      )}
    </CompanyLoading>
  );
}
