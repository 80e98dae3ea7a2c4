import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState, type FormEvent } from "react";
import { api, outcome } from "../../../../api/client";
import type { CenterUserAdded, NewCenterUserForm } from "../../../../api/types";
import { useNavigation } from "../../../../browser/navigation";
import { FormButtons } from "../../../FormButtons";
import { useSubmit } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";
import { GroupChoice } from "../groups/GroupChoice";
import { IdentityCenterPage } from "../IdentityCenterPage";
import { OneTimePassword } from "../OneTimePassword";
import { useIsExternal } from "../useIsExternal";
import { PERSON_FIELDS, PersonFields } from "./PersonFields";

type Password = NewCenterUserForm["password"];

/** Add somebody to the identity store. */
export default function AddUser() {
  const [added, setAdded] = useState<CenterUserAdded | null>(null);
  return (
    <IdentityCenterPage testId="page-center-add-user">
      {added === null ? <Form onAdded={setAdded} /> : <Added user={added} />}
    </IdentityCenterPage>
  );
}

function Added({ user }: { user: CenterUserAdded }) {
  const navigation = useNavigation();
  return (
    <SpaceBetween size="l">
      <Header variant="h1">{user.userName} was added</Header>
      {user.oneTimePassword != null && <OneTimePassword userName={user.userName} password={user.oneTimePassword} />}
      <Button variant="primary" onClick={() => navigation.visit({ page: "center-user", id: user.id, section: null })}>
        View user
      </Button>
    </SpaceBetween>
  );
}

function Form({ onAdded }: { onAdded(user: CenterUserAdded): void }) {
  const navigation = useNavigation();
  const submission = useSubmit();
  const [userName, setUserName] = useState("");
  const [person, setPerson] = useState({ givenName: "", familyName: "", displayName: "", email: "" });
  const [password, setPassword] = useState<Password>("invite");
  const [groups, setGroups] = useState<string[]>([]);
  const isExternal = useIsExternal();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { userName, ...person, attributes: {}, groups, password: isExternal ? "none" : password } as const;
    void submission.send(
      () => outcome(api.POST("/api/identity-center/users", { body })),
      (user) =>
        user.oneTimePassword == null
          ? navigation.visit({ page: "center-user", id: user.id, section: null })
          : onAdded(user),
    );
  };
  return (
    <form ref={submission.place} noValidate onSubmit={submit}>
      <SpaceBetween size="l">
        <Header variant="h1">Add user</Header>
        <ConsoleRefusal error={submission.whole("userName", ...PERSON_FIELDS)} />
        <Container header={<Header variant="h2">Primary information</Header>}>
          <SpaceBetween size="m">
            <FormField
              label="Username"
              constraintText="Signs in at the access portal, and cannot be changed later. 1 to 100 letters, digits and _ + = , . @ -."
              errorText={submission.field("userName")}
            >
              <Input
                name="userName"
                value={userName}
                autoFocus
                autoComplete={false}
                spellcheck={false}
                onChange={({ detail }) => setUserName(detail.value)}
              />
            </FormField>
            <PersonFields draft={person} submission={submission} onChange={setPerson} />
            {isExternal ? (
              <Alert type="info">
                No password: the user signs in at your company. The username must be exactly the NameID that your
                identity provider sends, which is an e-mail address.
              </Alert>
            ) : (
              <PasswordChoice value={password} onChange={setPassword} />
            )}
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">Add user to groups - optional</Header>}>
          <GroupChoice isForMembers chosen={groups} onChoose={setGroups} />
        </Container>
        <FormButtons
          cancelFirst
          action="Add user"
          busy={submission.busy}
          onCancel={() => navigation.visit({ page: "center-users" })}
        />
      </SpaceBetween>
    </form>
  );
}

/** How somebody comes to a password. */
function PasswordChoice({ value, onChange }: { value: Password; onChange(value: Password): void }) {
  return (
    <FormField label="Password">
      <RadioGroup
        name="password"
        value={value}
        onChange={({ detail }) => onChange(detail.value as Password)}
        items={[
          {
            value: "invite",
            label: "Send an email to this user with password setup instructions",
            description: "The invitation is good for 7 days, once.",
          },
          {
            value: "one-time",
            label: "Generate a one-time password that you can share with this user",
            description: "It is shown to you once, and must be replaced at the first sign-in.",
          },
          {
            value: "none",
            label: "No password, as users have that the API or SCIM creates",
            description:
              "They sign in first with a code by mail, if the settings say so, or by a password that you reset later.",
          },
        ]}
      />
    </FormField>
  );
}
