import Box from "@cloudscape-design/components/box";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import type { ReactNode } from "react";
import type { RequestView } from "../../../../api/types";
import { when } from "../../../../shell/when";

const WHAT = { assign: "Assign", remove: "Remove access", provision: "Provision" };

interface Props {
  of: RequestView[];
  header: ReactNode;
  empty: string;
  pagination?: ReactNode;
}

/** Requests with what became of them. */
export function Requests({ of, header, empty, pagination }: Props) {
  const columns: TableProps.ColumnDefinition<RequestView>[] = [
    { id: "what", header: "Request", cell: ({ kind }) => WHAT[kind] },
    {
      id: "account",
      header: "Account",
      isRowHeader: true,
      cell: ({ account }) => account ?? "All provisioned accounts",
    },
    { id: "who", header: "User or group", cell: ({ principal }) => principal ?? "-" },
    { id: "set", header: "Permission set", cell: ({ permissionSet }) => permissionSet },
    { id: "status", header: "Status", minWidth: 170, cell: (request) => <Status request={request} /> },
    { id: "at", header: "Requested", cell: ({ at }) => when(at) },
  ];
  return (
    <Table
      items={of}
      trackBy="requestId"
      wrapLines
      ariaLabels={{ tableLabel: "Requests" }}
      empty={<Box textAlign="center">{empty}</Box>}
      header={header}
      pagination={pagination}
      columnDefinitions={columns}
    />
  );
}

function Status({ request: { failure } }: { request: RequestView }) {
  if (failure == null) return <StatusIndicator type="success">Succeeded</StatusIndicator>;
  return <StatusIndicator type="error">{`Failed: ${failure}`}</StatusIndicator>;
}
