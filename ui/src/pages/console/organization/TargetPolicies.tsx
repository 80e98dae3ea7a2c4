import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../api/client";
import type { ControlPolicyEntry, PolicyTarget, TargetPolicies as Policies } from "../../../api/types";
import type { PolicyKind } from "../../../browser/organizations";
import { useLoaded } from "../../../desk/useLoaded";
import { useSubmit } from "../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../ConsolePage";
import { PageLink } from "../iam/PageLink";
import { Ask } from "../Ask";
import { KIND } from "./kinds";

interface Props {
  target: string;
  kind: PolicyKind;
}

interface Line {
  policy: ControlPolicyEntry;
  from: PolicyTarget | null;
}

/** The policies of a kind that bear on a target: its own, and those of what is above it. */
export function TargetPolicies({ target, kind }: Props) {
  const ask = useCallback(
    () =>
      outcome(
        api.GET("/api/organization/targets/{targetId}/policies", {
          params: { path: { targetId: target }, query: { kind } },
        }),
      ),
    [target, kind],
  );
  const [loaded] = useLoaded(ask);
  return (
    <ConsoleLoading of={loaded}>
      {(policies) => <Lines target={target} kind={kind} policies={policies} />}
    </ConsoleLoading>
  );
}

function Lines({ target, kind, policies }: Props & { policies: Policies }) {
  const [attaching, setAttaching] = useState(false);
  const removal = useSubmit();
  const own = policies.attached.map((policy): Line => ({ policy, from: null }));
  const items = [...own, ...policies.inherited];
  const detach = (policyId: string) => {
    const params = { path: { targetId: target, policyId } };
    void removal.send<unknown>(
      () => outcome(api.DELETE("/api/organization/targets/{targetId}/policies/{policyId}", { params })),
      () => undefined,
    );
  };
  return (
    <SpaceBetween size="s">
      <ConsoleRefusal error={removal.error} />
      <Table
        items={items}
        wrapLines
        ariaLabels={{ tableLabel: KIND[kind].many }}
        header={
          <Header
            variant="h2"
            description={KIND[kind].words}
            actions={
              <Button
                ariaLabel={`Attach a ${KIND[kind].one.toLowerCase()}`}
                disabled={!policies.isOn}
                onClick={() => setAttaching(true)}
              >
                Attach
              </Button>
            }
          >
            {KIND[kind].many}
          </Header>
        }
        empty={
          <Box textAlign="center">{policies.isOn ? "None" : `${KIND[kind].many} are switched off in this root.`}</Box>
        }
        columnDefinitions={[
          {
            id: "name",
            header: "Policy name",
            isRowHeader: true,
            cell: ({ policy }) => (
              <PageLink to={{ page: "organization-policy", kind: policy.kind, policy: policy.id }}>
                {policy.name}
              </PageLink>
            ),
          },
          {
            id: "from",
            header: "Comes from",
            cell: ({ from }) =>
              from === null ? (
                "Attached directly"
              ) : (
                <>
                  Inherited from <PageLink to={{ page: "organization-target", target: from.id }}>{from.name}</PageLink>
                </>
              ),
          },
          { id: "by", header: "Made by", cell: ({ policy }) => (policy.isAws ? "AWS" : "Your organization") },
          {
            id: "actions",
            header: "Actions",
            cell: ({ policy, from }) =>
              from === null && (
                <Button
                  variant="inline-link"
                  ariaLabel={`Detach ${policy.name}`}
                  loading={removal.busy}
                  onClick={() => detach(policy.id)}
                >
                  Detach
                </Button>
              ),
          },
        ]}
      />
      {attaching && <Attach target={target} kind={kind} own={policies.attached} onClose={() => setAttaching(false)} />}
    </SpaceBetween>
  );
}

function Attach({ target, kind, own, onClose }: Props & { own: ControlPolicyEntry[]; onClose(): void }) {
  const submission = useSubmit();
  const [chosen, setChosen] = useState<string | null>(null);
  const ask = useCallback(
    () => outcome(api.GET("/api/organization/policies", { params: { query: { kind } } })),
    [kind],
  );
  const [loaded] = useLoaded(ask);
  const params = { path: { targetId: target, policyId: chosen ?? "" } };
  return (
    <Ask
      title={`Attach a ${KIND[kind].one.toLowerCase()}`}
      confirm="Attach policy"
      submission={submission}
      disabled={chosen === null}
      onConfirm={() =>
        void submission.send<unknown>(
          () => outcome(api.PUT("/api/organization/targets/{targetId}/policies/{policyId}", { params })),
          onClose,
        )
      }
      onClose={onClose}
    >
      <ConsoleLoading of={loaded}>
        {({ policies }) => {
          const free = policies.filter(({ id }) => !own.some((one) => one.id === id));
          const options = free.map(({ id, name, description }) => ({ value: id, label: name, description }));
          return (
            <FormField label="Policy">
              <Select
                options={options}
                placeholder="Choose a policy"
                empty="Every policy of this kind is attached already."
                selectedOption={options.find(({ value }) => value === chosen) ?? null}
                onChange={({ detail }) => setChosen(detail.selectedOption.value ?? null)}
              />
            </FormField>
          );
        }}
      </ConsoleLoading>
    </Ask>
  );
}
