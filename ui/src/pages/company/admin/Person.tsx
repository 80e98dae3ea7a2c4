import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { api, outcome, type Outcome } from "../../../api/client";
import type { CompanyError, CompanyGroup, CompanyPerson } from "../../../api/company";
import { useNavigation } from "../../../browser/navigation";
import { when } from "../../../shell/when";
import { useSubmit } from "../../useSubmit";
import { CompanyRefusal } from "../CompanyRefusal";
import { CompanyDialog } from "./CompanyDialog";
import { AddForm, Directory, NotThere } from "./Directory";
import { SaveForm, useSaving } from "./fields";
import { NOBODY, PERSON_FIELDS, PersonFields } from "./PersonFields";

/** Somebody new. */
export function AddPerson() {
  const { visit } = useNavigation();
  const submission = useSubmit<CompanyError>();
  const [draft, setDraft] = useState(NOBODY);
  const add = () =>
    void submission.send(
      () => outcome(api.POST("/company/api/admin/people", { body: draft })),
      ({ id }) => visit({ page: "company", at: "person", id }),
    );
  return (
    <AddForm
      title="Add person"
      description="Their first password goes to their password manager, not to you."
      submission={submission}
      fields={PERSON_FIELDS}
      onAdd={add}
      onCancel={() => visit({ page: "company", at: "people" })}
    >
      <Directory>
        {({ groups }) => <PersonFields draft={draft} groups={groups} submission={submission} onChange={setDraft} />}
      </Directory>
    </AddForm>
  );
}

/** Somebody. */
export function Person({ id }: { id: string }) {
  return (
    <Directory>
      {({ people, groups }) => {
        const person = people.find((one) => one.id === id);
        return person === undefined ? (
          <NotThere title="Nobody is here">No person of AnyCompany has this address. Choose one under People.</NotThere>
        ) : (
          <Details person={person} groups={groups} />
        );
      }}
    </Directory>
  );
}

function Details({ person, groups }: { person: CompanyPerson; groups: CompanyGroup[] }) {
  const { id, userName, givenName, familyName, email, department, costCentre, title } = person;
  const saving = useSaving();
  const [draft, setDraft] = useState({
    ...{ userName, givenName, familyName, email, department, costCentre, title },
    groups: person.groups,
  });
  const save = () =>
    void saving.save(() =>
      outcome(api.PUT("/company/api/admin/people/{id}", { params: { path: { id } }, body: draft })),
    );
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={`Here since ${when(person.createdAt)}`}>
        {userName}
      </Header>
      <SignIn person={person} />
      <SaveForm saving={saving} fields={PERSON_FIELDS} title={`About ${givenName}`} onSave={save}>
        <PersonFields
          draft={draft}
          groups={groups}
          submission={saving}
          onChange={(next) => {
            setDraft(next);
            saving.touched();
          }}
        />
      </SaveForm>
    </SpaceBetween>
  );
}

/** What can be done to how somebody signs in; each asks first. */
type Act = "disable" | "password" | "authenticator";

function SignIn({ person }: { person: CompanyPerson }) {
  const { id, userName, enabled, hasAuthenticator } = person;
  const submission = useSubmit<CompanyError>();
  const [asking, setAsking] = useState<Act | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const params = { path: { id } };
  const close = () => {
    submission.setError(null);
    setAsking(null);
  };
  const send = (call: () => Promise<Outcome<unknown, CompanyError>>, words: string) =>
    void submission.send(call, () => {
      setAsking(null);
      setTold(words);
    });
  const enable = () =>
    send(
      () => outcome<unknown, CompanyError>(api.POST("/company/api/admin/people/{id}/enable", { params })),
      `${userName} may sign in again.`,
    );
  const acts: Record<Act, { title: string; confirm: string; words: string; act(): void }> = {
    disable: {
      title: `Switch ${userName} off?`,
      confirm: "Switch off",
      words: "Their sessions here end, and they cannot sign in. Sessions in AWS last until their own time is over.",
      act: () =>
        send(
          () => outcome<unknown, CompanyError>(api.POST("/company/api/admin/people/{id}/disable", { params })),
          `${userName} cannot sign in any more.`,
        ),
    },
    password: {
      title: `Give ${userName} a new password?`,
      confirm: "Reset password",
      words: "It goes to their password manager, and you do not see it. Their sessions here end.",
      act: () =>
        send(
          () => outcome<unknown, CompanyError>(api.POST("/company/api/admin/people/{id}/password", { params })),
          `${userName} has a new password in the password manager.`,
        ),
    },
    authenticator: {
      title: `Take the authenticator app of ${userName} away?`,
      confirm: "Remove app",
      words: "They set another one up at the next sign-in. Their sessions here end.",
      act: () =>
        send(
          () => outcome<unknown, CompanyError>(api.DELETE("/company/api/admin/people/{id}/authenticator", { params })),
          `${userName} sets another app up at the next sign-in.`,
        ),
    },
  };
  const asked = asking === null ? null : acts[asking];
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              <Button onClick={() => setAsking("password")}>Reset password</Button>
              <Button disabled={!hasAuthenticator} onClick={() => setAsking("authenticator")}>
                Remove app
              </Button>
              {enabled ? (
                <Button onClick={() => setAsking("disable")}>Switch off</Button>
              ) : (
                <Button loading={submission.busy} onClick={enable}>
                  Switch on
                </Button>
              )}
            </SpaceBetween>
          }
        >
          Sign-in
        </Header>
      }
    >
      <SpaceBetween size="m">
        {asked === null && <CompanyRefusal error={submission.error} />}
        {told !== null && (
          <div role="status">
            <Alert type="success">{told}</Alert>
          </div>
        )}
        <KeyValuePairs
          columns={2}
          items={[
            {
              label: "Status",
              value: enabled ? (
                <StatusIndicator>On</StatusIndicator>
              ) : (
                <StatusIndicator type="stopped">Switched off</StatusIndicator>
              ),
            },
            { label: "Authenticator app", value: hasAuthenticator ? "Set up" : "Not yet: set up at the next sign-in" },
          ]}
        />
      </SpaceBetween>
      {asked !== null && (
        <CompanyDialog
          title={asked.title}
          confirm={asked.confirm}
          submission={submission}
          onConfirm={asked.act}
          onClose={close}
        >
          {asked.words}
        </CompanyDialog>
      )}
    </Container>
  );
}
