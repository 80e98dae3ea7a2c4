import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { PermissionSetDetails } from "../../../../api/types";
import { useNavigation } from "../../../../browser/navigation";
import { useLoaded } from "../../../../desk/useLoaded";
import { when } from "../../../../shell/when";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { EditBox } from "../../EditBox";
import { AskFirst } from "../../iam/AskFirst";
import { Fact } from "../../iam/Facts";
import { hoursOf } from "../../iam/roles/Duration";
import { IdentityCenterPage } from "../IdentityCenterPage";
import type { ThingProps } from "../pages";
import { General, GENERAL_FIELDS } from "./General";
import { PERMISSION_FIELDS, Permissions } from "./Permissions";
import { SetAccounts } from "./SetAccounts";
import { SetPolicies } from "./SetPolicies";

/** One permission set. */
export default function PermissionSet({ id, section }: ThingProps) {
  return (
    <IdentityCenterPage testId="page-center-permission-set">
      <Whole id={id} section={section} />
    </IdentityCenterPage>
  );
}

type Act = "general" | "permissions" | "delete";

function Whole({ id, section }: ThingProps) {
  const { visit } = useNavigation();
  const submission = useSubmit();
  const [tab, setTab] = useState(section ?? "permissions");
  const [act, setAct] = useState<Act | null>(null);
  const ask = useCallback(
    () => outcome(api.GET("/api/identity-center/permission-sets/{setId}", { params: { path: { setId: id } } })),
    [id],
  );
  const [loaded] = useLoaded(ask);
  const remove = () => {
    setAct(null);
    void submission.send<unknown>(
      () => outcome(api.DELETE("/api/identity-center/permission-sets/{setId}", { params: { path: { setId: id } } })),
      () => visit({ page: "center-permission-sets" }),
    );
  };
  return (
    <ConsoleLoading of={loaded}>
      {(details) => (
        <SpaceBetween size="l">
          <Header
            variant="h1"
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <Button onClick={() => setAct("general")}>Edit</Button>
                <Button onClick={() => setAct("delete")}>Delete</Button>
              </SpaceBetween>
            }
          >
            {details.permissionSet.name}
          </Header>
          <ConsoleRefusal error={submission.error} />
          {details.isClosed && (
            <Alert type="info">
              This permission set is provisioned in the management account. A delegated administrator can only look at
              it.
            </Alert>
          )}
          {act === "general" ? (
            <EditGeneral details={details} onClose={() => setAct(null)} />
          ) : (
            <Summary details={details} />
          )}
          <Tabs
            ariaLabel="About the permission set"
            activeTabId={tab}
            onChange={({ detail }) => setTab(detail.activeTabId)}
            tabs={[
              {
                id: "permissions",
                label: "Permissions",
                content:
                  act === "permissions" ? (
                    <EditPermissions details={details} onClose={() => setAct(null)} />
                  ) : (
                    <SetPolicies permissions={details.permissions} onEdit={() => setAct("permissions")} />
                  ),
              },
              { id: "accounts", label: "AWS accounts", content: <SetAccounts id={id} /> },
            ]}
          />
          {act === "delete" && (
            <AskFirst
              header={`Delete ${details.permissionSet.name}?`}
              confirm="Delete permission set"
              typed={details.permissionSet.name}
              onClose={() => setAct(null)}
              onConfirm={remove}
            >
              A permission set that is assigned cannot be deleted: remove its assignments first.
            </AskFirst>
          )}
        </SpaceBetween>
      )}
    </ConsoleLoading>
  );
}

function Summary({ details: { permissionSet: set } }: { details: PermissionSetDetails }) {
  return (
    <Container header={<Header variant="h2">General settings</Header>}>
      <ColumnLayout columns={2} variant="text-grid">
        <Fact label="ARN">{set.arn}</Fact>
        <Fact label="Created">{when(set.createdAt)}</Fact>
        <Fact label="Session duration">{hoursOf(set.sessionSeconds)}</Fact>
        <Fact label="Provisioned in">
          {set.accounts === 1 ? "1 account" : `${set.accounts} accounts`}
          {set.outdated > 0 && `, ${set.outdated} outdated`}
        </Fact>
        <Fact label="Relay state">{set.relayState === "" ? "-" : set.relayState}</Fact>
        <Fact label="Description">{set.description === "" ? "-" : set.description}</Fact>
      </ColumnLayout>
    </Container>
  );
}

interface EditProps {
  details: PermissionSetDetails;
  onClose(): void;
}

function EditGeneral({ details: { permissionSet: set }, onClose }: EditProps) {
  const submission = useSubmit();
  const { description, sessionSeconds, relayState } = set;
  const [value, setValue] = useState({ description, sessionSeconds, relayState });
  const save = () =>
    void submission.send<unknown>(
      () =>
        outcome(
          api.PUT("/api/identity-center/permission-sets/{setId}", {
            params: { path: { setId: set.id } },
            body: { ...value, expected: set.updatedAt },
          }),
        ),
      onClose,
    );
  return (
    <EditBox
      title="Edit general settings"
      description="The roles in accounts follow at once. Sessions that have begun keep their end."
      submission={submission}
      fields={GENERAL_FIELDS}
      onSave={save}
      onClose={onClose}
    >
      <div ref={submission.place}>
        <General value={value} submission={submission} onChange={setValue} />
      </div>
    </EditBox>
  );
}

function EditPermissions({ details, onClose }: EditProps) {
  const submission = useSubmit();
  const [value, setValue] = useState(details.permissions);
  const [expected] = useState(details.permissionSet.updatedAt);
  const save = () =>
    void submission.send<unknown>(
      () =>
        outcome(
          api.PUT("/api/identity-center/permission-sets/{setId}/permissions", {
            params: { path: { setId: details.permissionSet.id } },
            body: { permissions: value, expected },
          }),
        ),
      onClose,
    );
  return (
    <EditBox
      title="Edit permissions"
      description="Saved, it holds for everyone at their next request, also in sessions that have begun."
      submission={submission}
      fields={PERMISSION_FIELDS}
      onSave={save}
      onClose={onClose}
    >
      <div ref={submission.place}>
        <Permissions value={value} submission={submission} onChange={setValue} />
      </div>
    </EditBox>
  );
}
