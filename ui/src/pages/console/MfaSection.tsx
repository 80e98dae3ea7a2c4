import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import type { MfaDevice, SecurityCredentialsView } from "../../api/types";
import { when } from "../../shell/when";
import { KIND } from "../mfa/kinds";
import { SessionFactor } from "./SessionFactor";

interface Props {
  view: SecurityCredentialsView;
  onAssign(): void;
  onResync(device: MfaDevice): void;
  onRemove(device: MfaDevice): void;
}

/** My MFA devices, and how this session was made. */
export function MfaSection({ view, onAssign, onResync, onRemove }: Props) {
  const { mfaDevices, mfaLimit } = view;
  const [chosen, setChosen] = useState<string | null>(null);
  const device = mfaDevices.find(({ id }) => id === chosen) ?? null;
  return (
    <SpaceBetween size="s">
      <Table
        items={mfaDevices}
        trackBy="id"
        wrapLines
        selectionType="single"
        selectedItems={device === null ? [] : [device]}
        onSelectionChange={({ detail }) => setChosen(detail.selectedItems[0]?.id ?? null)}
        ariaLabels={{
          tableLabel: "MFA devices",
          selectionGroupLabel: "MFA device",
          itemSelectionLabel: (_, { name }) => `Choose ${name}`,
        }}
        empty={
          <Box textAlign="center">
            <strong>No MFA devices.</strong> Choose <em>Assign MFA device</em>: from then on, signing in asks for more
            than your password.
          </Box>
        }
        header={
          <Header
            variant="h2"
            counter={`(${mfaDevices.length})`}
            description={`Up to ${mfaLimit} devices of any type. One of them is enough to sign in; a second one helps when the first is lost.`}
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <Button disabled={device === null} onClick={() => device !== null && onRemove(device)}>
                  Remove
                </Button>
                <Button
                  disabled={device === null || device.kind === "passkey"}
                  {...(device?.kind === "passkey" && { disabledReason: NEVER_OUT_OF_STEP })}
                  onClick={() => device !== null && onResync(device)}
                >
                  Resync
                </Button>
                <Button variant="primary" onClick={onAssign}>
                  Assign MFA device
                </Button>
              </SpaceBetween>
            }
          >
            Multi-factor authentication (MFA)
          </Header>
        }
        columnDefinitions={[
          { id: "type", header: "Type", cell: ({ kind }) => KIND[kind] },
          { id: "name", header: "Name", isRowHeader: true, minWidth: 120, cell: ({ name }) => name },
          { id: "identifier", header: "Identifier", cell: ({ serial }) => <span className="wrap">{serial}</span> },
          { id: "created", header: "Created on", minWidth: 140, cell: ({ enabledAt }) => when(enabledAt) },
          { id: "step", header: "In step", minWidth: 130, cell: ({ inSync }) => <InStep inSync={inSync ?? null} /> },
        ]}
      />
      <SessionFactor of={view.sessionMfa ?? null} hasDevices={mfaDevices.length > 0} />
    </SpaceBetween>
  );
}

const NEVER_OUT_OF_STEP = "Passkeys and security keys are never out of step.";

function InStep({ inSync }: { inSync: boolean | null }) {
  if (inSync === null) return "-";
  return inSync ? (
    <StatusIndicator type="success">In step</StatusIndicator>
  ) : (
    <StatusIndicator type="warning">Out of step</StatusIndicator>
  );
}

/** What came of the step before. */
export type MfaNews = { news: "assigned"; device: MfaDevice } | { news: "resynced" | "removed"; device: MfaDevice };

/** Says it. */
export function MfaNewsAlert({ news }: { news: MfaNews | null }) {
  if (news === null) return null;
  const { name, inSync } = news.device;
  return (
    <div role="status" data-testid="mfa-news">
      {news.news === "assigned" && inSync === false ? (
        <Alert type="warning" header={`${name} was assigned, but it is out of step`}>
          Its two codes followed each other, but they are not of this time. Signing in with it will not work until it is
          back in step: choose it and then <em>Resync</em>.
        </Alert>
      ) : (
        <Alert type="success">{WORDS[news.news](name)}</Alert>
      )}
    </div>
  );
}

const WORDS: Record<MfaNews["news"], (name: string) => string> = {
  assigned: (name) => `MFA device ${name} was assigned. From now on, signing in asks for it.`,
  resynced: (name) => `MFA device ${name} is back in step.`,
  removed: (name) => `MFA device ${name} was removed. Your other sessions were ended.`,
};
