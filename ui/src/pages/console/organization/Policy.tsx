import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../api/client";
import type { ControlPolicyView } from "../../../api/types";
import { useNavigation } from "../../../browser/navigation";
import { useLoaded } from "../../../desk/useLoaded";
import { useSubmit } from "../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../ConsolePage";
import { PageLink } from "../iam/PageLink";
import { Ask } from "../Ask";
import { KIND } from "./kinds";
import { OrganizationPage } from "./OrganizationPage";
import { PolicyForm } from "./PolicyForm";

/** A control policy: its document, and what it is attached to. */
export default function Policy({ policy }: { policy: string }) {
  return (
    <OrganizationPage testId="page-organization-policy">
      <Loaded policy={policy} />
    </OrganizationPage>
  );
}

function Loaded({ policy }: { policy: string }) {
  // What is being edited stays as it was read, whatever others do to it meanwhile.
  const [editing, setEditing] = useState<ControlPolicyView | null>(null);
  const ask = useCallback(
    () => outcome(api.GET("/api/organization/policies/{policyId}", { params: { path: { policyId: policy } } })),
    [policy],
  );
  const [loaded] = useLoaded(ask);
  if (editing !== null) return <Edit view={editing} onDone={() => setEditing(null)} />;
  return <ConsoleLoading of={loaded}>{(view) => <Whole view={view} onEdit={() => setEditing(view)} />}</ConsoleLoading>;
}

function Edit({ view, onDone }: { view: ControlPolicyView; onDone(): void }) {
  const { policy, document } = view;
  const params = { path: { policyId: policy.id } };
  return (
    <PolicyForm
      kind={policy.kind}
      title={`Edit ${policy.name}`}
      confirm="Save changes"
      before={{ name: policy.name, description: policy.description, document }}
      save={(text) =>
        outcome(api.PUT("/api/organization/policies/{policyId}", { params, body: { ...text, expected: document } }))
      }
      onSaved={onDone}
      onCancel={onDone}
    />
  );
}

function Whole({ view, onEdit }: { view: ControlPolicyView; onEdit(): void }) {
  const { policy, document, targets } = view;
  const [deleting, setDeleting] = useState(false);
  const removal = useSubmit();
  const detach = (targetId: string) => {
    const params = { path: { targetId, policyId: policy.id } };
    void removal.send<unknown>(
      () => outcome(api.DELETE("/api/organization/targets/{targetId}/policies/{policyId}", { params })),
      () => undefined,
    );
  };
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h1"
            description={policy.description}
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <Button disabled={policy.isAws} onClick={onEdit}>
                  Edit policy
                </Button>
                <Button disabled={policy.isAws} onClick={() => setDeleting(true)}>
                  Delete
                </Button>
              </SpaceBetween>
            }
          >
            {policy.name}
          </Header>
        }
      >
        <SpaceBetween size="m">
          {policy.isAws && <Alert type="info">AWS manages this policy. It can be attached, but not changed.</Alert>}
          <ColumnLayout columns={2} variant="text-grid">
            <div>
              <Box variant="awsui-key-label">Type</Box>
              <div>{KIND[policy.kind].one}</div>
            </div>
            <div>
              <Box variant="awsui-key-label">ARN</Box>
              <div className="break-anywhere">{policy.arn}</div>
            </div>
          </ColumnLayout>
          <div>
            <Box variant="awsui-key-label">Content</Box>
            <Box variant="code">
              <pre className="record">{document}</pre>
            </Box>
          </div>
        </SpaceBetween>
      </Container>
      <ConsoleRefusal error={removal.error} />
      <Table
        items={targets}
        trackBy="id"
        wrapLines
        ariaLabels={{ tableLabel: "Targets" }}
        header={
          <Header
            variant="h2"
            counter={`(${targets.length})`}
            description="Attach it on the page of the root, of a unit or of an account."
          >
            Targets
          </Header>
        }
        empty={<Box textAlign="center">It is attached to nothing.</Box>}
        columnDefinitions={[
          {
            id: "name",
            header: "Name",
            isRowHeader: true,
            cell: ({ id, name }) => <PageLink to={{ page: "organization-target", target: id }}>{name}</PageLink>,
          },
          { id: "id", header: "ID", cell: ({ id }) => id },
          {
            id: "actions",
            header: "Actions",
            cell: ({ id, name }) => (
              <Button
                variant="inline-link"
                ariaLabel={`Detach from ${name}`}
                loading={removal.busy}
                onClick={() => detach(id)}
              >
                Detach
              </Button>
            ),
          },
        ]}
      />
      {deleting && <Delete view={view} onClose={() => setDeleting(false)} />}
    </SpaceBetween>
  );
}

function Delete({ view, onClose }: { view: ControlPolicyView; onClose(): void }) {
  const { visit } = useNavigation();
  const submission = useSubmit();
  const params = { path: { policyId: view.policy.id } };
  return (
    <Ask
      title={`Delete ${view.policy.name}?`}
      confirm="Delete policy"
      submission={submission}
      onConfirm={() =>
        void submission.send<unknown>(
          () => outcome(api.DELETE("/api/organization/policies/{policyId}", { params })),
          () => visit({ page: "organization-policies" }),
        )
      }
      onClose={onClose}
    >
      <Alert type="warning">A policy can be deleted once it is attached to nothing.</Alert>
    </Ask>
  );
}
