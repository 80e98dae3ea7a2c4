import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useEffect, useRef, useState } from "react";
import { api, outcome } from "../../api/client";
import { never, type MfaDevice, type PortalDevices } from "../../api/types";
import { useStepFocus } from "../../browser/focus";
import { Confirm } from "../../desk/Confirm";
import { Loading } from "../../desk/Loading";
import { useLoaded } from "../../desk/useLoaded";
import { when } from "../../shell/when";
import { AssignDevice } from "../mfa/AssignDevice";
import { DeviceNameField } from "../mfa/DeviceNameField";
import { KIND, portalKinds } from "../mfa/kinds";
import { Refusal } from "../sign-in/Frame";
import { FormButtons } from "../FormButtons";
import { useSubmit } from "../useSubmit";
import { PortalFrame } from "./PortalFrame";

const ask = () => outcome(api.GET("/api/portal/mfa-devices"));

type View = { at: "list" } | { at: "register" } | { at: "rename"; device: MfaDevice };

/** The person's own MFA devices, where the administrator lets people look after them. */
export function MfaDevices({ onEnded }: { onEnded(): void }) {
  const [loaded, again] = useLoaded(ask);
  const [view, setView] = useState<View>({ at: "list" });
  const [news, setNews] = useState("");
  const code = loaded.state === "failed" ? loaded.error.code : null;
  useEffect(() => {
    if (code === "NOT_SIGNED_IN") onEnded();
  }, [code, onEnded]);
  const to = (next: View) => {
    setNews("");
    setView(next);
  };
  const done = (words: string) => {
    setView({ at: "list" });
    setNews(words);
    again();
  };
  if (loaded.state === "failed" && code === "ACCESS_DENIED")
    return (
      <PortalFrame testId="page-portal-devices-hidden" title="MFA devices">
        <Refusal error={loaded.error} />
      </PortalFrame>
    );
  if (code === "NOT_SIGNED_IN") return null;
  return (
    <Loading of={loaded}>
      {(mine) => {
        switch (view.at) {
          case "list":
            return <List mine={mine} news={news} onView={to} onDone={done} />;
          case "register":
            return (
              <AssignDevice
                place="portal"
                Frame={PortalFrame}
                kinds={portalKinds(mine)}
                onEnrolled={({ device }) => done(registered(device))}
                onCancel={() => to({ at: "list" })}
              />
            );
          case "rename":
            return (
              <Rename
                device={view.device}
                onDone={(name) => done(`${view.device.name} is called ${name} now.`)}
                onCancel={() => to({ at: "list" })}
              />
            );
          default:
            return never(view);
        }
      }}
    </Loading>
  );
}

function registered({ name, inSync }: MfaDevice): string {
  return inSync === false
    ? `${name} was registered, but it is out of step: its codes are not of this time. Re-sync it with Troubleshoot MFA when you sign in next.`
    : `${name} was registered. From now on, signing in may ask for it.`;
}

interface ListProps {
  mine: PortalDevices;
  news: string;
  onView(view: View): void;
  onDone(words: string): void;
}

function List({ mine, news, onView, onDone }: ListProps) {
  const page = useRef<HTMLDivElement>(null);
  useStepFocus(page);
  const submission = useSubmit();
  const [chosen, setChosen] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const device = mine.devices.find(({ id }) => id === chosen) ?? null;
  const none = portalKinds(mine).length === 0;
  const close = () => {
    submission.setError(null);
    setAsking(false);
  };
  const remove = ({ id, name }: MfaDevice) =>
    void submission.send(
      () => outcome(api.DELETE("/api/portal/mfa-devices/{id}", { params: { path: { id } } })),
      () => {
        close();
        onDone(`${name} was deleted. Your other sessions at the portal were ended.`);
      },
    );
  return (
    <div ref={page} className="page-wide" data-testid="page-portal-devices">
      <SpaceBetween size="m">
        {news !== "" && (
          <div role="status" data-testid="device-news">
            <Alert type="success">{news}</Alert>
          </div>
        )}
        <Table
          items={mine.devices}
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
              <strong>No MFA devices.</strong> Choose <em>Register device</em> to add one.
            </Box>
          }
          header={
            <Header
              variant="h1"
              counter={`(${mine.devices.length})`}
              description="At most 2 authenticator apps and 6 security keys or passkeys."
              actions={
                <SpaceBetween size="xs" direction="horizontal">
                  <Button
                    disabled={device === null}
                    onClick={() => device !== null && onView({ at: "rename", device })}
                  >
                    Rename
                  </Button>
                  <Button disabled={device === null} onClick={() => setAsking(true)}>
                    Delete
                  </Button>
                  <Button
                    variant="primary"
                    disabled={none}
                    {...(none && { disabledReason: "Your administrator allows no type of device." })}
                    onClick={() => onView({ at: "register" })}
                  >
                    Register device
                  </Button>
                </SpaceBetween>
              }
            >
              MFA devices
            </Header>
          }
          columnDefinitions={[
            { id: "name", header: "Name", isRowHeader: true, minWidth: 120, cell: ({ name }) => name },
            { id: "type", header: "Type", cell: ({ kind }) => KIND[kind] },
            { id: "registered", header: "Registered on", minWidth: 140, cell: ({ enabledAt }) => when(enabledAt) },
          ]}
        />
      </SpaceBetween>
      {device !== null && asking && (
        <Confirm
          visible
          title={`Delete ${device.name}?`}
          action="Delete"
          busy={submission.busy}
          error={submission.error}
          onCancel={close}
          onConfirm={() => remove(device)}
        >
          You cannot sign in with it any more.
          {mine.devices.length === 1 &&
            " It is your only device: your administrator decides what signing in asks then."}
        </Confirm>
      )}
    </div>
  );
}

interface RenameProps {
  device: MfaDevice;
  onDone(name: string): void;
  onCancel(): void;
}

function Rename({ device, onDone, onCancel }: RenameProps) {
  const submission = useSubmit();
  const [deviceName, setDeviceName] = useState(device.name);
  const submit = () =>
    submission.send(
      () =>
        outcome(api.PUT("/api/portal/mfa-devices/{id}", { params: { path: { id: device.id } }, body: { deviceName } })),
      () => onDone(deviceName),
    );
  return (
    <PortalFrame
      testId="page-portal-device-name"
      title={`Rename ${device.name}`}
      onSubmit={() => void submit()}
      place={submission.place}
    >
      <Refusal error={submission.whole("deviceName")} />
      <DeviceNameField value={deviceName} error={submission.field("deviceName")} onChange={setDeviceName} />
      <FormButtons action="Save" busy={submission.busy} onCancel={onCancel} />
    </PortalFrame>
  );
}
