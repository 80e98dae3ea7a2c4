import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { PolicyView } from "../../../../api/types";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading } from "../../ConsolePage";
import { Ask } from "../../Ask";
import { PolicyFilter, PolicyPages, usePolicies } from "./choosing";
import { pathOf, type Holder } from "./PermissionsSection";
import { typeOf } from "./Policies";

interface Props {
  holder: Holder;
  attached: PolicyView[];
  onClose(): void;
  onDone(): void;
}

/** Chooses managed policies and attaches them, one after the other. */
export function AttachPolicies({ holder, attached, onClose, onDone }: Props) {
  const submission = useSubmit();
  const [chosen, setChosen] = useState<PolicyView[]>([]);
  const attach = async () => {
    const left = [...chosen];
    for (const policy of chosen) {
      const went = await submission.send<unknown>(
        () =>
          outcome(
            api.POST("/api/{holders}/{name}/policies", {
              params: { path: pathOf(holder) },
              body: { policyArn: policy.arn },
            }),
          ),
        () => void left.shift(),
      );
      if (!went) {
        setChosen(left);
        return;
      }
    }
    onDone();
  };
  return (
    <Ask
      title={`Attach policies to ${holder.name}`}
      confirm={chosen.length > 1 ? `Attach ${chosen.length} policies` : "Attach policy"}
      large
      submission={submission}
      disabled={chosen.length === 0}
      onConfirm={() => void attach()}
      onClose={onClose}
    >
      <PolicyChoice chosen={chosen} taken={attached} onChange={setChosen} />
    </Ask>
  );
}

interface ChoiceProps {
  chosen: PolicyView[];
  /** Those that cannot be chosen any more. */
  taken?: PolicyView[];
  single?: boolean;
  onChange(chosen: PolicyView[]): void;
}

/** A table of managed policies, of which some or one can be chosen. */
export function PolicyChoice({ chosen, taken, single, onChange }: ChoiceProps) {
  const list = usePolicies();
  const isTaken = (policy: PolicyView) => taken?.some(({ arn }) => arn === policy.arn) === true;
  return (
    <ConsoleLoading of={list.loaded}>
      {({ policies, pages }) => (
        <Table
          items={policies}
          trackBy="arn"
          wrapLines
          variant="embedded"
          selectionType={single === true ? "single" : "multi"}
          selectedItems={chosen}
          isItemDisabled={isTaken}
          onSelectionChange={({ detail }) => onChange(detail.selectedItems)}
          ariaLabels={{
            tableLabel: "Policies",
            selectionGroupLabel: "Choose policies",
            allItemsSelectionLabel: () => "Choose all policies on this page",
            itemSelectionLabel: (_, { policyName }) => `Choose ${policyName}`,
          }}
          empty="No policy matches."
          filter={<PolicyFilter list={list} />}
          pagination={<PolicyPages list={list} pages={pages} />}
          columnDefinitions={[
            { id: "name", header: "Policy name", isRowHeader: true, cell: ({ policyName }) => policyName },
            { id: "type", header: "Type", cell: (policy) => (isTaken(policy) ? "Attached already" : typeOf(policy)) },
          ]}
        />
      )}
    </ConsoleLoading>
  );
}
