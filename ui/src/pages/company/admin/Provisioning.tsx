import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { CompanyError, ProvisionRecord, ScimAdministration } from "../../../api/company";
import { useLoaded } from "../../../desk/useLoaded";
import { LongName } from "../../../shell/LongName";
import { when } from "../../../shell/when";
import { useSubmit } from "../../useSubmit";
import { CompanyRefusal } from "../CompanyRefusal";
import { CompanyLoading } from "../CompanySession";
import { SaveForm, TextField, useSaving } from "./fields";

const ask = () => outcome(api.GET("/company/api/admin/scim"));

/** People and groups pushed to IAM Identity Center. */
export function Provisioning() {
  const [loaded] = useLoaded(ask);
  return (
    <CompanyLoading of={loaded}>
      {(page) => (
        <SpaceBetween size="l">
          <Header
            variant="h1"
            description="People and groups are pushed to IAM Identity Center (SCIM 2.0), so that it knows them before they sign in."
          >
            Provisioning
          </Header>
          <Settings page={page} />
          <Records page={page} />
        </SpaceBetween>
      )}
    </CompanyLoading>
  );
}

function Settings({ page }: { page: ScimAdministration }) {
  const saving = useSaving();
  const [endpoint, setEndpoint] = useState(page.settings.endpoint);
  const [token, setToken] = useState("");
  const [automatic, setAutomatic] = useState(page.settings.automatic);
  const save = async () => {
    const body = { endpoint, automatic, ...(token === "" ? {} : { token }) };
    await saving.save(() => outcome(api.PUT("/company/api/admin/scim", { body })));
    setToken("");
  };
  return (
    <SaveForm
      saving={saving}
      fields={["endpoint", "token"]}
      title="Where to"
      description="The Identity Center console shows both where automatic provisioning is enabled: the token only once."
      onSave={() => void save()}
    >
      <TextField
        label="SCIM endpoint"
        name="endpoint"
        value={endpoint}
        submission={saving}
        hint="https://scim.us-east-1.amazonaws.com/…/scim/v2/"
        onChange={(next) => {
          setEndpoint(next);
          saving.touched();
        }}
      />
      <TextField
        label={page.hasToken ? "Another access token - optional" : "Access token"}
        name="token"
        secret
        value={token}
        submission={saving}
        hint={
          page.hasToken
            ? "One is kept, and is not shown. Type another one to replace it."
            : "Kept sealed, and not shown again."
        }
        onChange={(next) => {
          setToken(next);
          saving.touched();
        }}
      />
      <Toggle
        checked={automatic}
        onChange={({ detail }) => {
          setAutomatic(detail.checked);
          saving.touched();
        }}
      >
        Push after every change of people and groups
      </Toggle>
    </SaveForm>
  );
}

function Records({ page }: { page: ScimAdministration }) {
  const submission = useSubmit<CompanyError>();
  const push = () =>
    void submission.send(
      () => outcome(api.POST("/company/api/admin/scim/provision")),
      () => undefined,
    );
  const { records } = page;
  const failed = records.filter(({ outcome }) => outcome.result === "failed").length;
  return (
    <SpaceBetween size="s">
      <CompanyRefusal error={submission.error} />
      <div role="status">
        {failed > 0 && (
          <Alert type="error" header={`${failed} of ${records.length} could not be pushed`}>
            What the other side says is beside each. Mend it, then push everybody.
          </Alert>
        )}
      </div>
      <Table
        items={records}
        trackBy={({ kind, localId }) => `${kind} ${localId}`}
        wrapLines
        ariaLabels={{ tableLabel: "How it went" }}
        header={
          <Header
            variant="h2"
            counter={`(${records.length})`}
            actions={
              <Button loading={submission.busy} onClick={push}>
                Push everybody now
              </Button>
            }
          >
            How it went
          </Header>
        }
        empty={<Box>Nothing was pushed yet. Enter the endpoint and the token, then push everybody.</Box>}
        columnDefinitions={[
          {
            id: "name",
            header: "Name there",
            isRowHeader: true,
            cell: ({ name }) => <LongName of={name} />,
          },
          { id: "kind", header: "What", cell: ({ kind }) => (kind === "person" ? "Person" : "Group") },
          { id: "outcome", header: "How it went", cell: ({ outcome }) => <Went outcome={outcome} /> },
          { id: "at", header: "When", minWidth: 170, cell: ({ at }) => when(at) },
        ]}
      />
    </SpaceBetween>
  );
}

function Went({ outcome }: { outcome: ProvisionRecord["outcome"] }) {
  switch (outcome.result) {
    case "created":
      return <StatusIndicator>Added there</StatusIndicator>;
    case "updated":
      return <StatusIndicator>Up to date there</StatusIndicator>;
    case "deactivated":
      return <StatusIndicator type="stopped">Switched off there</StatusIndicator>;
    case "skipped":
      return (
        <StatusIndicator type="stopped" wrapText>
          Switched off here, and never was there
        </StatusIndicator>
      );
    case "failed":
      return (
        <StatusIndicator type="error" wrapText>
          {outcome.code}: {outcome.message}
        </StatusIndicator>
      );
  }
}
