import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { PolicyDetail } from "../../../../api/types";
import { when } from "../../../../shell/when";
import { useSubmit } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";
import { PolicyText } from "./PolicyText";

interface Shown {
  versionId: string;
  document: string;
}

/** The versions of a policy. */
export function Versions({ detail: { policy, versions } }: { detail: PolicyDetail }) {
  const submission = useSubmit();
  const [chosen, setChosen] = useState<string | null>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  if (versions == null) return <Box>The versions of this policy cannot be shown.</Box>;
  const selected = versions.find(({ versionId }) => versionId === chosen) ?? null;
  const canChange = selected !== null && !selected.isDefault && !policy.isAws;
  const query = { arn: policy.arn, versionId: selected?.versionId ?? "" };
  const view = () =>
    void submission.send(() => outcome(api.GET("/api/policies/versions", { params: { query } })), setShown);
  const setDefault = () =>
    void submission.send<unknown>(
      () =>
        outcome(
          api.PUT("/api/policies/default-version", {
            body: { policyArn: policy.arn, versionId: query.versionId, expected: policy.defaultVersionId },
          }),
        ),
      () => undefined,
    );
  const remove = () =>
    void submission.send<unknown>(
      () => outcome(api.DELETE("/api/policies/versions", { params: { query } })),
      () => setChosen(null),
    );
  return (
    <SpaceBetween size="s">
      <ConsoleRefusal error={submission.error} />
      <Table
        items={versions}
        trackBy="versionId"
        wrapLines
        selectionType="single"
        selectedItems={selected === null ? [] : [selected]}
        onSelectionChange={({ detail }) => setChosen(detail.selectedItems[0]?.versionId ?? null)}
        ariaLabels={{
          tableLabel: "Policy versions",
          selectionGroupLabel: "Choose a version",
          itemSelectionLabel: (_, { versionId }) => `Choose ${versionId}`,
        }}
        header={
          <Header
            variant="h2"
            counter={`(${versions.length} of 5)`}
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <Button disabled={selected === null} onClick={view}>
                  View
                </Button>
                <Button disabled={!canChange} onClick={setDefault}>
                  Set as default
                </Button>
                <Button disabled={!canChange} onClick={remove}>
                  Delete version
                </Button>
              </SpaceBetween>
            }
          >
            Policy versions
          </Header>
        }
        columnDefinitions={[
          { id: "id", header: "Version", isRowHeader: true, cell: ({ versionId }) => versionId },
          { id: "default", header: "Default", cell: ({ isDefault }) => (isDefault ? "Default" : "-") },
          { id: "made", header: "Creation time", cell: ({ createdAt }) => when(createdAt) },
        ]}
      />
      {shown !== null && (
        <Modal
          visible
          size="large"
          header={`Version ${shown.versionId} of ${policy.policyName}`}
          closeAriaLabel="Close"
          onDismiss={() => setShown(null)}
        >
          <PolicyText value={shown.document} label={`Document of version ${shown.versionId}`} />
        </Modal>
      )}
    </SpaceBetween>
  );
}
