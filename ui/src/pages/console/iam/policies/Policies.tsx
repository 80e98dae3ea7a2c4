import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import type { PolicyView } from "../../../../api/types";
import { useNavigation } from "../../../../browser/navigation";
import { ConsoleLoading } from "../../ConsolePage";
import { IamPage } from "../IamNav";
import { PageLink } from "../PageLink";
import { PolicyFilter, PolicyPages, usePolicies } from "./choosing";
import { DeletePolicy } from "./DeletePolicy";

/** Managed policies: AWS's and the account's. */
export default function Policies() {
  return (
    <IamPage testId="page-policies">
      <List />
    </IamPage>
  );
}

function List() {
  const navigation = useNavigation();
  const list = usePolicies();
  const [chosen, setChosen] = useState<PolicyView | null>(null);
  const [deleting, setDeleting] = useState(false);
  return (
    <ConsoleLoading of={list.loaded}>
      {({ policies, total, pages }) => {
        const selected = policies.find(({ arn }) => arn === chosen?.arn) ?? null;
        return (
          <>
            <Table
              items={policies}
              trackBy="arn"
              wrapLines
              selectionType="single"
              selectedItems={selected === null ? [] : [selected]}
              isItemDisabled={({ isAws }) => isAws}
              onSelectionChange={({ detail }) => setChosen(detail.selectedItems[0] ?? null)}
              ariaLabels={{
                tableLabel: "Policies",
                selectionGroupLabel: "Choose a policy",
                itemSelectionLabel: (_, { policyName }) => `Choose ${policyName}`,
              }}
              empty={<Box textAlign="center">No policy matches.</Box>}
              filter={<PolicyFilter list={list} />}
              pagination={<PolicyPages list={list} pages={pages} />}
              header={
                <Header
                  variant="h1"
                  counter={`(${total})`}
                  description="A policy says what is allowed and what is denied to those it is attached to."
                  actions={
                    <SpaceBetween size="xs" direction="horizontal">
                      <Button onClick={() => navigation.visit({ page: "policy-simulator" })}>Simulate</Button>
                      <Button disabled={selected === null} onClick={() => setDeleting(true)}>
                        Delete
                      </Button>
                      <Button variant="primary" onClick={() => navigation.visit({ page: "create-policy" })}>
                        Create policy
                      </Button>
                    </SpaceBetween>
                  }
                >
                  Policies
                </Header>
              }
              columnDefinitions={[
                {
                  id: "name",
                  header: "Policy name",
                  isRowHeader: true,
                  cell: (policy) => <PolicyLink policy={policy} />,
                },
                { id: "type", header: "Type", cell: typeOf },
                { id: "used", header: "Used as", cell: usedAs },
                {
                  id: "description",
                  header: "Description",
                  cell: ({ description }) => (description === "" ? "-" : description),
                },
              ]}
            />
            {deleting && selected !== null && (
              <DeletePolicy
                policy={selected}
                onClose={() => setDeleting(false)}
                onDeleted={() => {
                  setDeleting(false);
                  setChosen(null);
                }}
              />
            )}
          </>
        );
      }}
    </ConsoleLoading>
  );
}

export function typeOf({ isAws }: PolicyView): string {
  return isAws ? "AWS managed" : "Customer managed";
}

export function usedAs({ attachmentCount, boundaryCount }: PolicyView): string {
  const uses = [
    ...(attachmentCount > 0 ? [`Permissions policy (${attachmentCount})`] : []),
    ...(boundaryCount > 0 ? [`Permissions boundary (${boundaryCount})`] : []),
  ];
  return uses.length === 0 ? "None" : uses.join(", ");
}

/** The name of a policy, which leads to its page. */
export function PolicyLink({ policy: { arn, policyName } }: { policy: PolicyView }) {
  return <PageLink to={{ page: "policy", arn, section: null }}>{policyName}</PageLink>;
}
