import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useCallback } from "react";
import { api, outcome } from "../../../../api/client";
import type { CustomerPolicy, SetBoundary, SetPermissions } from "../../../../api/types";
import { useLoaded } from "../../../../desk/useLoaded";
import type { Submission } from "../../../useSubmit";
import { ConsoleLoading } from "../../ConsolePage";
import { FindBox } from "../../iam/FindBox";
import { EMPTY_POLICY, PolicyEditor } from "../../iam/policies/PolicyEditor";
import { Pages, usePart } from "./parts";

export const NO_PERMISSIONS: SetPermissions = {
  awsPolicies: [],
  customerPolicies: [],
  inlinePolicy: null,
  boundary: null,
};

export const PERMISSION_FIELDS = ["customerPolicies", "boundary"] as const;

interface Props {
  value: SetPermissions;
  submission: Submission;
  onChange(value: SetPermissions): void;
}

/** What a permission set permits: policies of AWS and of the accounts, an inline policy, a boundary. */
export function Permissions({ value, submission, onChange }: Props) {
  return (
    <SpaceBetween size="m">
      <ExpandableSection defaultExpanded headerText={`AWS managed policies (${value.awsPolicies.length})`}>
        <AwsPolicies chosen={value.awsPolicies} onChange={(awsPolicies) => onChange({ ...value, awsPolicies })} />
      </ExpandableSection>
      <ExpandableSection
        defaultExpanded={value.customerPolicies.length > 0}
        headerText={`Customer managed policies (${value.customerPolicies.length})`}
        headerDescription="Each account that the set is assigned in must have a policy of this name."
      >
        <CustomerPolicies
          value={value.customerPolicies}
          error={submission.field("customerPolicies")}
          onChange={(customerPolicies) => onChange({ ...value, customerPolicies })}
        />
      </ExpandableSection>
      <ExpandableSection defaultExpanded={value.inlinePolicy != null} headerText="Inline policy">
        <SpaceBetween size="s">
          <Checkbox
            checked={value.inlinePolicy != null}
            onChange={({ detail }) => onChange({ ...value, inlinePolicy: detail.checked ? EMPTY_POLICY : null })}
          >
            The set has an inline policy
          </Checkbox>
          {value.inlinePolicy != null && (
            <PolicyEditor
              label="Inline policy"
              kind="inline"
              value={value.inlinePolicy}
              error={submission.error}
              onChange={(inlinePolicy) => onChange({ ...value, inlinePolicy })}
            />
          )}
        </SpaceBetween>
      </ExpandableSection>
      <ExpandableSection defaultExpanded={value.boundary != null} headerText="Permissions boundary">
        <Boundary
          value={value.boundary ?? null}
          error={submission.field("boundary")}
          onChange={(boundary) => onChange({ ...value, boundary })}
        />
      </ExpandableSection>
    </SpaceBetween>
  );
}

function AwsPolicies({
  chosen,
  single = false,
  onChange,
}: {
  chosen: string[];
  single?: boolean;
  onChange(arns: string[]): void;
}) {
  const part = usePart();
  const { search, query } = part;
  const ask = useCallback(
    () =>
      outcome(
        api.GET("/api/policies", {
          params: { query: { ...query, scope: "aws" } },
        }),
      ),
    [query],
  );
  const [loaded] = useLoaded(ask);
  return (
    <ConsoleLoading of={loaded}>
      {({ policies, pages }) => {
        const elsewhere = chosen.filter((arn) => !policies.some((policy) => policy.arn === arn));
        return (
          <Table
            variant="embedded"
            items={policies}
            trackBy="arn"
            wrapLines
            selectionType={single ? "single" : "multi"}
            selectedItems={policies.filter(({ arn }) => chosen.includes(arn))}
            onSelectionChange={({ detail }) =>
              onChange([...(single ? [] : elsewhere), ...detail.selectedItems.map(({ arn }) => arn)])
            }
            ariaLabels={{
              tableLabel: single ? "Policies that bound" : "AWS managed policies",
              selectionGroupLabel: "Choose policies",
              allItemsSelectionLabel: () => "Choose all policies on this page",
              itemSelectionLabel: (_, { policyName }) => `Choose ${policyName}`,
            }}
            empty="No policy matches."
            filter={
              <FindBox
                what={single ? "boundaries" : "policies"}
                placeholder="Find policies by a part of their name"
                start={search}
                onFind={part.narrow}
              />
            }
            pagination={<Pages part={part} pages={pages} />}
            columnDefinitions={[
              { id: "name", header: "Policy name", isRowHeader: true, cell: ({ policyName }) => policyName },
              { id: "description", header: "Description", cell: ({ description }) => description || "-" },
            ]}
          />
        );
      }}
    </ConsoleLoading>
  );
}

interface CustomerProps {
  value: CustomerPolicy[];
  error: string;
  onChange(value: CustomerPolicy[]): void;
}

function CustomerPolicies({ value, error, onChange }: CustomerProps) {
  return (
    <SpaceBetween size="s">
      {value.length === 0 && <Box>No customer managed policy yet. Attach one by its name.</Box>}
      {value.map((policy, place) => (
        <SpaceBetween key={place} size="xs" direction="horizontal" alignItems="end">
          <NameAndPath
            value={policy}
            error={error}
            nameLabel={`Policy name ${place + 1}`}
            pathLabel={`Path ${place + 1}`}
            onChange={(changed) => onChange(value.map((each, other) => (other === place ? changed : each)))}
          />
          <Button
            formAction="none"
            ariaLabel={`Remove policy ${place + 1}`}
            onClick={() => onChange(value.filter((_, other) => other !== place))}
          >
            Remove
          </Button>
        </SpaceBetween>
      ))}
      <Button formAction="none" iconName="add-plus" onClick={() => onChange([...value, { path: "/", name: "" }])}>
        Attach more
      </Button>
    </SpaceBetween>
  );
}

interface NameProps {
  value: CustomerPolicy;
  error: string;
  nameLabel: string;
  pathLabel: string;
  onChange(value: CustomerPolicy): void;
}

function NameAndPath({ value, error, nameLabel, pathLabel, onChange }: NameProps) {
  return (
    <SpaceBetween size="xs" direction="horizontal">
      <FormField label={nameLabel} errorText={error}>
        <Input
          value={value.name}
          autoComplete={false}
          spellcheck={false}
          onChange={({ detail }) => onChange({ ...value, name: detail.value })}
        />
      </FormField>
      <FormField label={pathLabel}>
        <Input
          value={value.path}
          autoComplete={false}
          spellcheck={false}
          onChange={({ detail }) => onChange({ ...value, path: detail.value })}
        />
      </FormField>
    </SpaceBetween>
  );
}

interface BoundaryProps {
  value: SetBoundary | null;
  error: string;
  onChange(value: SetBoundary | null): void;
}

function Boundary({ value, error, onChange }: BoundaryProps) {
  const choose = (kind: string) => {
    if (kind === "aws") onChange({ kind, arn: "" });
    else if (kind === "customer") onChange({ kind, path: "/", name: "" });
    else onChange(null);
  };
  return (
    <SpaceBetween size="s">
      <RadioGroup
        ariaLabel="Permissions boundary"
        value={value?.kind ?? "none"}
        items={[
          { value: "none", label: "None" },
          { value: "aws", label: "AWS managed policy" },
          { value: "customer", label: "Customer managed policy" },
        ]}
        onChange={({ detail }) => choose(detail.value)}
      />
      {value?.kind === "aws" && (
        <AwsPolicies
          single
          chosen={value.arn === "" ? [] : [value.arn]}
          onChange={([arn]) => onChange({ kind: "aws", arn: arn ?? "" })}
        />
      )}
      {value?.kind === "customer" && (
        <NameAndPath
          value={value}
          error={error}
          nameLabel="Name of the policy that bounds"
          pathLabel="Its path"
          onChange={({ name, path }) => onChange({ kind: "customer", name, path })}
        />
      )}
    </SpaceBetween>
  );
}
