import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState, type FormEvent } from "react";
import { api, outcome } from "../../../../api/client";
import type { CenterUserDetails } from "../../../../api/types";
import { when } from "../../../../shell/when";
import { FormButtons } from "../../../FormButtons";
import { useSubmit } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";
import { Fact } from "../../iam/Facts";
import { MANAGED_ELSEWHERE, madeBy } from "../provider";
import { AttributeFields, attributeLabel } from "./AttributeFields";
import { PERSON_FIELDS, PersonFields } from "./PersonFields";

const PASSWORD: Record<CenterUserDetails["password"], string> = {
  none: "None yet",
  "one-time": "One-time, to be replaced at the next sign-in",
  chosen: "Chosen by the user",
};

/** What is known of a person, and a way to change it. */
export function UserDetails({ user }: { user: CenterUserDetails }) {
  const [editing, setEditing] = useState(false);
  if (editing) return <Edit user={user} onClose={() => setEditing(false)} />;
  const attributes = user.knownAttributes.filter((name) => user.attributes[name] !== undefined);
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            actions={
              <Button
                disabled={user.provisioned === true}
                disabledReason={MANAGED_ELSEWHERE}
                onClick={() => setEditing(true)}
              >
                Edit
              </Button>
            }
          >
            Profile details
          </Header>
        }
      >
        <ColumnLayout columns={2} variant="text-grid">
          <Fact label="Username">{user.userName}</Fact>
          <Fact label="Status">
            <StatusIndicator type={user.enabled ? "success" : "stopped"}>
              {user.enabled ? "Enabled" : "Disabled"}
            </StatusIndicator>
          </Fact>
          <Fact label="First name">{user.givenName}</Fact>
          <Fact label="Last name">{user.familyName}</Fact>
          <Fact label="Primary email">
            {user.email} ({user.emailVerified ? "verified" : "not verified"})
          </Fact>
          <Fact label="Password">{PASSWORD[user.password]}</Fact>
          <Fact label="First sign-in">{user.signedInAt == null ? "Never" : when(user.signedInAt)}</Fact>
          <Fact label="Created">{when(user.createdAt)}</Fact>
          <Fact label="Created by">{madeBy(user.createdBy)}</Fact>
          <Fact label="User ID">{user.id}</Fact>
          <Fact label="ARN">{user.arn}</Fact>
        </ColumnLayout>
      </Container>
      <Container header={<Header variant="h2">Further attributes</Header>}>
        {attributes.length === 0 ? (
          "None. Attributes can become session tags: see attributes for access control in the settings."
        ) : (
          <ColumnLayout columns={2} variant="text-grid">
            {attributes.map((name) => (
              <Fact key={name} label={attributeLabel(name)}>
                {user.attributes[name]}
              </Fact>
            ))}
          </ColumnLayout>
        )}
      </Container>
    </SpaceBetween>
  );
}

function Edit({ user, onClose }: { user: CenterUserDetails; onClose(): void }) {
  const submission = useSubmit();
  const { givenName, familyName, displayName, email } = user;
  const [person, setPerson] = useState({ givenName, familyName, displayName, email });
  const [attributes, setAttributes] = useState<Record<string, string>>(user.attributes);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const params = { path: { id: user.id } };
    void submission.send<unknown>(
      () => outcome(api.PUT("/api/identity-center/users/{id}", { params, body: { ...person, attributes } })),
      onClose,
    );
  };
  return (
    <form ref={submission.place} noValidate onSubmit={submit}>
      <SpaceBetween size="l">
        <ConsoleRefusal error={submission.whole(...PERSON_FIELDS)} />
        <Container
          header={
            <Header variant="h2" description="Another email address must be verified again.">
              Profile details
            </Header>
          }
        >
          <PersonFields draft={person} submission={submission} onChange={setPerson} />
        </Container>
        <Container header={<Header variant="h2">Further attributes - optional</Header>}>
          <AttributeFields known={user.knownAttributes} values={attributes} onChange={setAttributes} />
        </Container>
        <FormButtons cancelFirst action="Save changes" busy={submission.busy} onCancel={onClose} />
      </SpaceBetween>
    </form>
  );
}
