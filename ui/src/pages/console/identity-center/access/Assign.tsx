import Box from "@cloudscape-design/components/box";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import Wizard from "@cloudscape-design/components/wizard";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { AssignmentOutcome, CenterAccount, NamedSet } from "../../../../api/types";
import { useSubmit } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";
import { Fact } from "../../iam/Facts";
import { GroupChoice } from "../groups/GroupChoice";
import { UserChoice } from "../users/UserChoice";
import { Outcome } from "./Outcome";
import { SetChoice } from "./SetChoice";

interface Props {
  accounts: Pick<CenterAccount, "id" | "name">[];
  onClose(): void;
}

/** Gives people and groups permission sets in the chosen accounts. */
export function Assign({ accounts, onClose }: Props) {
  const submission = useSubmit();
  const [step, setStep] = useState(0);
  const [users, setUsers] = useState<string[]>([]);
  const [groups, setGroups] = useState<string[]>([]);
  const [sets, setSets] = useState<NamedSet[]>([]);
  const [needed, setNeeded] = useState("");
  const [done, setDone] = useState<AssignmentOutcome | null>(null);
  if (done !== null) return <Outcome of={done} title="Assignments" onClose={onClose} />;
  const submit = () =>
    void submission.send(
      () =>
        outcome(
          api.POST("/api/identity-center/assignments", {
            body: {
              accountIds: accounts.map(({ id }) => id),
              principals: [
                ...users.map((id) => ({ kind: "user" as const, id })),
                ...groups.map((id) => ({ kind: "group" as const, id })),
              ],
              permissionSetIds: sets.map(({ id }) => id),
            },
          }),
        ),
      setDone,
    );
  /** What a step lacks before the next one makes sense. */
  const lacking = (at: number): string => {
    if (at > 0 && users.length + groups.length === 0) return "Choose at least one user or group.";
    if (at > 1 && sets.length === 0) return "Choose at least one permission set.";
    return "";
  };
  const go = (to: number) => {
    const words = lacking(to);
    setNeeded(words);
    if (words === "") setStep(to);
  };
  return (
    <Wizard
      activeStepIndex={step}
      isLoadingNextStep={submission.busy}
      submitButtonText="Submit"
      i18nStrings={{
        stepNumberLabel: (number) => `Step ${number}`,
        collapsedStepsLabel: (number, count) => `Step ${number} of ${count}`,
        navigationAriaLabel: "Steps",
        cancelButton: "Cancel",
        previousButton: "Previous",
        nextButton: "Next",
      }}
      onCancel={onClose}
      onNavigate={({ detail }) => go(detail.requestedStepIndex)}
      onSubmit={submit}
      steps={[
        {
          title: "Select users and groups",
          ...(needed === "" ? {} : { errorText: needed }),
          content: (
            <Container header={<Header variant="h2">{intoWords(accounts)}</Header>}>
              <Tabs
                ariaLabel="Users and groups"
                tabs={[
                  {
                    id: "groups",
                    label: `Groups (${groups.length})`,
                    content: <GroupChoice chosen={groups} onChoose={setGroups} />,
                  },
                  {
                    id: "users",
                    label: `Users (${users.length})`,
                    content: <UserChoice chosen={users} onChoose={setUsers} />,
                  },
                ]}
              />
            </Container>
          ),
        },
        {
          title: "Select permission sets",
          ...(needed === "" ? {} : { errorText: needed }),
          content: <SetChoice chosen={sets} onChoose={setSets} />,
        },
        {
          title: "Review and submit",
          content: (
            <SpaceBetween size="l">
              <ConsoleRefusal error={submission.error} />
              <Container header={<Header variant="h2">What is assigned</Header>}>
                <ColumnLayout columns={2} variant="text-grid">
                  <Fact label="Accounts">
                    <Names of={accounts.map(({ id, name }) => `${name} (${id})`)} />
                  </Fact>
                  <Fact label="Users and groups">{whoWords(users.length, groups.length)}</Fact>
                  <Fact label="Permission sets">
                    <Names of={sets.map(({ name }) => name)} />
                  </Fact>
                </ColumnLayout>
              </Container>
            </SpaceBetween>
          ),
        },
      ]}
    />
  );
}

function intoWords(accounts: Props["accounts"]): string {
  const [first] = accounts;
  return accounts.length === 1 && first !== undefined ? `Into ${first.name}` : `Into ${accounts.length} accounts`;
}

function whoWords(users: number, groups: number): string {
  const parts = [];
  if (groups > 0) parts.push(groups === 1 ? "1 group" : `${groups} groups`);
  if (users > 0) parts.push(users === 1 ? "1 user" : `${users} users`);
  return parts.join(" and ");
}

function Names({ of }: { of: string[] }) {
  return (
    <>
      {of.map((name) => (
        <Box key={name}>{name}</Box>
      ))}
    </>
  );
}
