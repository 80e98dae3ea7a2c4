import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import Textarea from "@cloudscape-design/components/textarea";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { RoleDetails, RoleSummary } from "../../../../api/types";
import { addressOf } from "../../../../browser/addresses";
import { useNavigation } from "../../../../browser/navigation";
import { useLoaded } from "../../../../desk/useLoaded";
import { when } from "../../../../shell/when";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { EditBox } from "../../EditBox";
import { Fact } from "../Facts";
import { IamPage } from "../IamNav";
import { PermissionsSection } from "../policies/PermissionsSection";
import { DeleteRole } from "./DeleteRole";
import { Duration, hoursOf } from "./Duration";
import { RoleTags } from "./RoleTags";
import { TrustPolicy } from "./TrustPolicy";

/** Roles below this path are AWS's. The core refuses to change them; this only says so beforehand. */
const RESERVED = "/aws-reserved/";

interface Props {
  roleName: string;
  section: string | null;
}

/** One role. */
export default function Role({ roleName, section }: Props) {
  return (
    <IamPage testId="page-role">
      <Details roleName={roleName} section={section} />
    </IamPage>
  );
}

function Details({ roleName, section }: Props) {
  const navigation = useNavigation();
  const submission = useSubmit();
  const [tab, setTab] = useState(section ?? "permissions");
  const [act, setAct] = useState<"edit" | "delete" | null>(null);
  const ask = useCallback(
    () => outcome(api.GET("/api/roles/{roleName}", { params: { path: { roleName } } })),
    [roleName],
  );
  const [loaded] = useLoaded(ask);
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        actions={
          <SpaceBetween size="xs" direction="horizontal">
            <Button onClick={() => setAct("edit")}>Edit</Button>
            <Button onClick={() => setAct("delete")}>Delete</Button>
          </SpaceBetween>
        }
      >
        {roleName}
      </Header>
      <ConsoleRefusal error={submission.error} />
      <ConsoleLoading of={loaded}>
        {(details) => (
          <SpaceBetween size="l">
            {details.role.path.startsWith(RESERVED) && (
              <Alert type="info">
                AWS keeps this role: it can only be looked at. It is changed through its permission set in IAM Identity
                Center.
              </Alert>
            )}
            {act === "edit" ? <Edit role={details.role} onClose={() => setAct(null)} /> : <Summary details={details} />}
            <Tabs
              ariaLabel="About the role"
              activeTabId={tab}
              onChange={({ detail }) => setTab(detail.activeTabId)}
              tabs={[
                {
                  id: "permissions",
                  label: "Permissions",
                  content: <PermissionsSection kind="role" name={roleName} />,
                },
                {
                  id: "trust_relationships",
                  label: "Trust relationships",
                  content: <TrustPolicy roleName={roleName} document={details.trustPolicy} />,
                },
                { id: "tags", label: "Tags", content: <RoleTags roleName={roleName} tags={details.tags} /> },
              ]}
            />
          </SpaceBetween>
        )}
      </ConsoleLoading>
      {act === "delete" && (
        <DeleteRole
          roleName={roleName}
          submission={submission}
          onClose={() => setAct(null)}
          onDeleted={() => navigation.visit({ page: "roles" })}
        />
      )}
    </SpaceBetween>
  );
}

function Summary({ details: { role, switchAccount } }: { details: RoleDetails }) {
  const whole = `${role.path}${role.roleName}`.slice(1);
  const link = addressOf({
    page: "switch-role",
    account: switchAccount,
    roleName: whole,
    displayName: "",
    color: "",
  });
  return (
    <Container header={<Header variant="h2">Summary</Header>}>
      <ColumnLayout columns={2} variant="text-grid">
        <Fact label="ARN">{role.arn}</Fact>
        <Fact label="Link to switch roles in console">
          <CopyToClipboard
            variant="inline"
            textToCopy={link}
            copyButtonAriaLabel="Copy the link to switch roles"
            copySuccessText="Link copied"
            copyErrorText="The link could not be copied"
          />
        </Fact>
        <Fact label="Created">{when(role.createdAt)}</Fact>
        <Fact label="Last activity">{role.lastUsedAt == null ? "-" : when(role.lastUsedAt)}</Fact>
        <Fact label="Maximum session duration">{hoursOf(role.maxSessionSeconds)}</Fact>
        <Fact label="Unique ID">{role.roleId}</Fact>
        <Fact label="Trusted entities">{role.trustedEntities.join(", ") || "-"}</Fact>
        <Fact label="Description">{role.description === "" ? "-" : role.description}</Fact>
      </ColumnLayout>
    </Container>
  );
}

function Edit({ role, onClose }: { role: RoleSummary; onClose(): void }) {
  const submission = useSubmit();
  const [description, setDescription] = useState(role.description);
  const [maxSessionSeconds, setMaxSessionSeconds] = useState(role.maxSessionSeconds);
  const save = () =>
    void submission.send<unknown>(
      () =>
        outcome(
          api.PUT("/api/roles/{roleName}", {
            params: { path: { roleName: role.roleName } },
            body: { description, maxSessionSeconds },
          }),
        ),
      onClose,
    );
  return (
    <EditBox
      title="Edit role"
      submission={submission}
      fields={["description", "maxSessionSeconds"]}
      onSave={save}
      onClose={onClose}
    >
      <FormField label="Description - optional" errorText={submission.field("description")}>
        <Textarea
          name="description"
          value={description}
          rows={2}
          onChange={({ detail }) => setDescription(detail.value)}
        />
      </FormField>
      <Duration
        value={maxSessionSeconds}
        error={submission.field("maxSessionSeconds")}
        onChange={setMaxSessionSeconds}
      />
    </EditBox>
  );
}
