import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState, type FormEvent } from "react";
import { api, outcome } from "../../../../api/client";
import { useNavigation } from "../../../../browser/navigation";
import { FormButtons } from "../../../FormButtons";
import { useSubmit } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";
import { IdentityCenterPage } from "../IdentityCenterPage";
import { UserChoice } from "../users/UserChoice";
import { GroupFields } from "./GroupFields";

/** Create a group of the identity store. */
export default function CreateGroup() {
  return (
    <IdentityCenterPage testId="page-center-create-group">
      <Form />
    </IdentityCenterPage>
  );
}

function Form() {
  const navigation = useNavigation();
  const submission = useSubmit();
  const [draft, setDraft] = useState({ name: "", description: "" });
  const [users, setUsers] = useState<string[]>([]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void submission.send(
      () => outcome(api.POST("/api/identity-center/groups", { body: { ...draft, users } })),
      ({ id }) => navigation.visit({ page: "center-group", id, section: null }),
    );
  };
  return (
    <form ref={submission.place} noValidate onSubmit={submit}>
      <SpaceBetween size="l">
        <Header variant="h1">Create group</Header>
        <ConsoleRefusal error={submission.whole("name", "description")} />
        <Container header={<Header variant="h2">Group details</Header>}>
          <GroupFields draft={draft} submission={submission} onChange={setDraft} />
        </Container>
        <Container header={<Header variant="h2">Add users to group - optional</Header>}>
          <UserChoice chosen={users} onChoose={setUsers} />
        </Container>
        <FormButtons
          cancelFirst
          action="Create group"
          busy={submission.busy}
          onCancel={() => navigation.visit({ page: "center-groups" })}
        />
      </SpaceBetween>
    </form>
  );
}
