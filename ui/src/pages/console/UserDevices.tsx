import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useCallback, useState } from "react";
import { api, outcome } from "../../api/client";
import type { MfaDevice, UserView } from "../../api/types";
import { useLoaded } from "../../desk/useLoaded";
import { when } from "../../shell/when";
import { KIND } from "../mfa/kinds";
import { useSubmit } from "../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "./ConsolePage";

/** A user's devices, and how an administrator takes one away. */
export function useDevices(userName: string) {
  const submission = useSubmit();
  const ask = useCallback(
    () => outcome(api.GET("/api/users/{userName}/mfa", { params: { path: { userName } } })),
    [userName],
  );
  const [loaded] = useLoaded(ask);
  const remove = (id: string) =>
    void submission.send<unknown>(
      () => outcome(api.DELETE("/api/users/{userName}/mfa/{id}", { params: { path: { userName, id } } })),
      () => undefined,
    );
  return { loaded, error: submission.error, remove };
}

/** A user's MFA devices. An administrator can take one away that was lost, and cannot give one. */
export function UserDevices({ user, onClose }: { user: Pick<UserView, "userName">; onClose(): void }) {
  const { userName } = user;
  const { loaded, error, remove } = useDevices(userName);
  const [asking, setAsking] = useState<MfaDevice | null>(null);
  return (
    <Modal
      visible
      size="large"
      header={asking === null ? `MFA devices of ${userName}` : `Remove ${asking.name} of ${userName}?`}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <Button onClick={() => (asking === null ? onClose() : setAsking(null))}>
              {asking === null ? "Close" : "Cancel"}
            </Button>
            {asking !== null && (
              <Button
                variant="primary"
                onClick={() => {
                  setAsking(null);
                  remove(asking.id);
                }}
              >
                Remove
              </Button>
            )}
          </SpaceBetween>
        </Box>
      }
    >
      {asking === null ? (
        <SpaceBetween size="m">
          <ConsoleRefusal error={error} />
          <ConsoleLoading of={loaded}>
            {({ devices }) => <DeviceTable devices={devices} onRemove={setAsking} />}
          </ConsoleLoading>
        </SpaceBetween>
      ) : (
        <Alert type="warning">
          It no longer signs {userName} in, and all sessions of {userName} end at once. Without another device the
          password alone signs in. Do this when a device was lost; the user assigns a new one after signing in.
        </Alert>
      )}
    </Modal>
  );
}

/** Devices, each with a way to remove it. */
export function DeviceTable({ devices, onRemove }: { devices: MfaDevice[]; onRemove(device: MfaDevice): void }) {
  return (
    <Table
      variant="embedded"
      items={devices}
      trackBy="id"
      wrapLines
      ariaLabels={{ tableLabel: "MFA devices" }}
      empty={<Box textAlign="center">This user has no MFA devices.</Box>}
      columnDefinitions={[
        { id: "type", header: "Type", cell: ({ kind }) => KIND[kind] },
        { id: "name", header: "Name", isRowHeader: true, minWidth: 120, cell: ({ name }) => name },
        { id: "identifier", header: "Identifier", cell: ({ serial }) => <span className="wrap">{serial}</span> },
        { id: "created", header: "Created on", minWidth: 140, cell: ({ enabledAt }) => when(enabledAt) },
        {
          id: "remove",
          header: "Action",
          minWidth: 110,
          cell: (device) => (
            <Button variant="inline-link" ariaLabel={`Remove ${device.name}`} onClick={() => onRemove(device)}>
              Remove
            </Button>
          ),
        },
      ]}
    />
  );
}
