import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { CenterUserDetails, MfaDevice } from "../../../../api/types";
import { useLoaded } from "../../../../desk/useLoaded";
import { when } from "../../../../shell/when";
import { KIND } from "../../../mfa/kinds";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { AskFirst } from "../../iam/AskFirst";
import { Ask } from "../../Ask";

/** A person's MFA devices. An administrator renames them, and takes one away that was lost. */
export function UserDevices({ user }: { user: CenterUserDetails }) {
  const { id, userName } = user;
  const submission = useSubmit();
  const ask = useCallback(
    () => outcome(api.GET("/api/identity-center/users/{id}/mfa", { params: { path: { id } } })),
    [id],
  );
  const [loaded] = useLoaded(ask);
  const [renaming, setRenaming] = useState<MfaDevice | null>(null);
  const [deleting, setDeleting] = useState<MfaDevice | null>(null);
  const remove = (device: MfaDevice) => {
    setDeleting(null);
    const params = { path: { id, deviceId: device.id } };
    void submission.send<unknown>(
      () => outcome(api.DELETE("/api/identity-center/users/{id}/mfa/{deviceId}", { params })),
      () => undefined,
    );
  };
  return (
    <SpaceBetween size="s">
      <ConsoleRefusal error={submission.error} />
      <ConsoleLoading of={loaded}>
        {({ devices }) => (
          <Table
            items={devices}
            trackBy="id"
            wrapLines
            ariaLabels={{ tableLabel: "MFA devices" }}
            empty={
              <Box textAlign="center">
                {userName} has no MFA devices. Users register them at sign-in or in the access portal, as the settings
                say.
              </Box>
            }
            header={
              <Header variant="h2" counter={`(${devices.length})`}>
                MFA devices
              </Header>
            }
            columnDefinitions={[
              { id: "name", header: "Name", isRowHeader: true, minWidth: 120, cell: ({ name }) => name },
              { id: "type", header: "Type", cell: ({ kind }) => KIND[kind] },
              { id: "created", header: "Registered", minWidth: 140, cell: ({ enabledAt }) => when(enabledAt) },
              {
                id: "action",
                header: "Action",
                minWidth: 160,
                cell: (device) => (
                  <SpaceBetween size="xs" direction="horizontal">
                    <Button
                      variant="inline-link"
                      ariaLabel={`Rename ${device.name}`}
                      onClick={() => setRenaming(device)}
                    >
                      Rename
                    </Button>
                    <Button
                      variant="inline-link"
                      ariaLabel={`Delete ${device.name}`}
                      onClick={() => setDeleting(device)}
                    >
                      Delete
                    </Button>
                  </SpaceBetween>
                ),
              },
            ]}
          />
        )}
      </ConsoleLoading>
      {renaming !== null && <Rename id={id} device={renaming} onClose={() => setRenaming(null)} />}
      {deleting !== null && (
        <AskFirst
          header={`Delete ${deleting.name} of ${userName}?`}
          confirm="Delete"
          onClose={() => setDeleting(null)}
          onConfirm={() => remove(deleting)}
        >
          It no longer signs {userName} in. What meets somebody without a device, the settings say. Sessions at the
          access portal end at once.
        </AskFirst>
      )}
    </SpaceBetween>
  );
}

function Rename({ id, device, onClose }: { id: string; device: MfaDevice; onClose(): void }) {
  const submission = useSubmit();
  const [name, setName] = useState(device.name);
  const params = { path: { id, deviceId: device.id } };
  return (
    <Ask
      title={`Rename ${device.name}`}
      confirm="Save"
      submission={submission}
      fields={["name"]}
      onConfirm={() =>
        void submission.send<unknown>(
          () => outcome(api.PUT("/api/identity-center/users/{id}/mfa/{deviceId}", { params, body: { name } })),
          onClose,
        )
      }
      onClose={onClose}
    >
      <FormField label="Device name" errorText={submission.field("name")}>
        <Input
          name="name"
          value={name}
          autoFocus
          autoComplete={false}
          spellcheck={false}
          onChange={({ detail }) => setName(detail.value)}
        />
      </FormField>
    </Ask>
  );
}
