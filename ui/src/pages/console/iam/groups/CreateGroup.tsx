import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState, type FormEvent } from "react";
import { api, outcome } from "../../../../api/client";
import type { PolicyView } from "../../../../api/types";
import { useNavigation } from "../../../../browser/navigation";
import { FormButtons } from "../../../FormButtons";
import { useSubmit } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";
import { IamPage } from "../IamNav";
import { PolicyChoice } from "../policies/AttachPolicies";
import { UserTable } from "../users/UserTable";

/** Create a group. */
export default function CreateGroup() {
  return (
    <IamPage testId="page-create-group">
      <Form />
    </IamPage>
  );
}

function Form() {
  const navigation = useNavigation();
  const submission = useSubmit();
  const [groupName, setGroupName] = useState("");
  const [users, setUsers] = useState<string[]>([]);
  const [policies, setPolicies] = useState<PolicyView[]>([]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void submission.send(
      () => outcome(api.POST("/api/groups", { body: { groupName, users, policies: policies.map(({ arn }) => arn) } })),
      (group) => navigation.visit({ page: "group", groupName: group.groupName, section: null }),
    );
  };
  return (
    <form ref={submission.place} noValidate onSubmit={submit}>
      <SpaceBetween size="l">
        <Container header={<Header variant="h1">Create user group</Header>}>
          <SpaceBetween size="m">
            <ConsoleRefusal error={submission.whole("groupName")} />
            <FormField
              label="User group name"
              constraintText="Up to 128 letters, digits and + = , . @ _ -. Unique in the account, whatever the case."
              errorText={submission.field("groupName")}
            >
              <Input
                name="groupName"
                value={groupName}
                autoFocus
                autoComplete={false}
                spellcheck={false}
                onChange={({ detail }) => setGroupName(detail.value)}
              />
            </FormField>
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">Add users to the group - optional</Header>}>
          <UserTable chosen={users} onChoose={setUsers} />
        </Container>
        <Container header={<Header variant="h2">Attach permissions policies - optional</Header>}>
          <PolicyChoice chosen={policies} onChange={setPolicies} />
        </Container>
        <FormButtons
          cancelFirst
          action="Create user group"
          busy={submission.busy}
          onCancel={() => navigation.visit({ page: "groups" })}
        />
      </SpaceBetween>
    </form>
  );
}
