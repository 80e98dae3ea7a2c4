import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../api/client";
import type { PolicyKind } from "../../../browser/organizations";
import { useLoaded } from "../../../desk/useLoaded";
import { useSubmit } from "../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../ConsolePage";
import { PolicyEditor } from "../iam/policies/PolicyEditor";
import { Ask } from "../Ask";
import { KIND, KINDS } from "./kinds";
import { OrganizationPage } from "./OrganizationPage";

/** Kinds of policies, and the policy by which members administer the organization. */
export default function Settings() {
  return (
    <OrganizationPage testId="page-organization-settings">
      <SpaceBetween size="l">
        <Header variant="h1">Settings</Header>
        {KINDS.map((kind) => (
          <Kind key={kind} kind={kind} />
        ))}
        <Delegation />
      </SpaceBetween>
    </OrganizationPage>
  );
}

function Kind({ kind }: { kind: PolicyKind }) {
  const ask = useCallback(
    () => outcome(api.GET("/api/organization/policies", { params: { query: { kind } } })),
    [kind],
  );
  const [loaded] = useLoaded(ask);
  const [asking, setAsking] = useState(false);
  const submission = useSubmit();
  const params = { path: { kind } };
  const close = () => setAsking(false);
  const { many } = KIND[kind];
  return (
    <ConsoleLoading of={loaded}>
      {({ isOn }) => (
        <Container
          header={
            <Header
              variant="h2"
              description={KIND[kind].words}
              actions={
                <Button
                  ariaLabel={`${isOn ? "Disable" : "Enable"} ${many.toLowerCase()}`}
                  onClick={() => setAsking(true)}
                >
                  {isOn ? "Disable" : "Enable"}
                </Button>
              }
            >
              {many}
            </Header>
          }
        >
          <StatusIndicator type={isOn ? "success" : "stopped"}>{isOn ? "Enabled" : "Disabled"}</StatusIndicator>
          {asking && (
            <Ask
              title={`${isOn ? "Disable" : "Enable"} ${many.toLowerCase()}?`}
              confirm={isOn ? "Disable" : "Enable"}
              submission={submission}
              onConfirm={() =>
                void submission.send<unknown>(
                  () =>
                    isOn
                      ? outcome(api.DELETE("/api/organization/policy-types/{kind}", { params }))
                      : outcome(api.PUT("/api/organization/policy-types/{kind}", { params })),
                  close,
                )
              }
              onClose={close}
            >
              <Alert type={isOn ? "warning" : "info"}>
                {isOn
                  ? "Every policy of this kind is detached from everything, and binds nobody any more."
                  : "The policy that allows everything is attached to the root, every unit and every account."}
              </Alert>
            </Ask>
          )}
        </Container>
      )}
    </ConsoleLoading>
  );
}

const askDelegation = () => outcome(api.GET("/api/organization/delegation-policy"));

function Delegation() {
  const [loaded] = useLoaded(askDelegation);
  const removal = useSubmit();
  const [editing, setEditing] = useState(false);
  return (
    <SpaceBetween size="s">
      <ConsoleRefusal error={removal.error} />
      <ConsoleLoading of={loaded}>
        {({ document }) => (
          <Container
            header={
              <Header
                variant="h2"
                description="A resource-based policy that lets member accounts administer policies of the organization."
                actions={
                  <SpaceBetween size="xs" direction="horizontal">
                    <Button
                      disabled={document == null}
                      ariaLabel="Delete the delegation policy"
                      onClick={() =>
                        void removal.send<unknown>(
                          () => outcome(api.DELETE("/api/organization/delegation-policy")),
                          () => undefined,
                        )
                      }
                    >
                      Delete
                    </Button>
                    <Button
                      ariaLabel={document == null ? "Delegate administration" : "Edit the delegation policy"}
                      onClick={() => setEditing(true)}
                    >
                      {document == null ? "Delegate" : "Edit"}
                    </Button>
                  </SpaceBetween>
                }
              >
                Delegated administrator for AWS Organizations
              </Header>
            }
          >
            {document == null ? (
              <Box color="text-body-secondary">Nothing is delegated.</Box>
            ) : (
              <pre className="record">{document}</pre>
            )}
            {editing && <EditDelegation document={document ?? ""} onClose={() => setEditing(false)} />}
          </Container>
        )}
      </ConsoleLoading>
    </SpaceBetween>
  );
}

/** Where a delegation begins. */
const DELEGATION = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Statement1",
      "Effect": "Allow",
      "Principal": {
        "AWS": "arn:aws:iam::111122223333:root"
      },
      "Action": [
        "organizations:CreatePolicy",
        "organizations:UpdatePolicy"
      ],
      "Resource": "*"
    }
  ]
}`;

function EditDelegation({ document, onClose }: { document: string; onClose(): void }) {
  const submission = useSubmit();
  const [text, setText] = useState(document === "" ? DELEGATION : document);
  return (
    <Ask
      title="Delegation policy"
      confirm="Save policy"
      large
      submission={submission}
      onConfirm={() =>
        void submission.send<unknown>(
          () => outcome(api.PUT("/api/organization/delegation-policy", { body: { document: text } })),
          onClose,
        )
      }
      onClose={onClose}
    >
      <PolicyEditor label="Policy document" kind="resource" value={text} error={submission.error} onChange={setText} />
    </Ask>
  );
}
