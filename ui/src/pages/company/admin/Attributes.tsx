import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { PersonAttribute, SamlSettings, SessionTag } from "../../../api/company";
import { useLoaded } from "../../../desk/useLoaded";
import { CompanyLoading } from "../CompanySession";
import { askSaml } from "./askSaml";
import { ChoiceField, SaveForm, TextField, useSaving } from "./fields";

export const ATTRIBUTES: Record<PersonAttribute, string> = {
  "user-name": "User name",
  email: "E-mail address",
  department: "Department",
  "cost-centre": "Cost centre",
  title: "Title",
};

const SOURCES = Object.entries(ATTRIBUTES).map(([value, label]) => ({ value, label }));

/** What the console is told of a person. */
export function Attributes() {
  const [loaded] = useLoaded(askSaml);
  return (
    <CompanyLoading of={loaded}>
      {({ settings, tags }) => (
        <SpaceBetween size="l">
          <Header variant="h1" description="What AWS is told of a person, besides the roles of their groups.">
            Attributes and session tags
          </Header>
          <Session settings={settings} />
          <Tags tags={tags} />
        </SpaceBetween>
      )}
    </CompanyLoading>
  );
}

function Session({ settings }: { settings: SamlSettings }) {
  const saving = useSaving();
  const [sessionName, setSessionName] = useState(settings.sessionName);
  const [seconds, setSeconds] = useState(settings.sessionSeconds == null ? "" : String(settings.sessionSeconds));
  const [sourceIdentity, setSourceIdentity] = useState(settings.sourceIdentity);
  const save = () => {
    const number = Number(seconds);
    if (seconds.trim() !== "" && !Number.isInteger(number)) {
      saving.setError({ code: "INVALID_INPUT", field: "sessionSeconds", message: "A number of seconds, or nothing." });
      return;
    }
    const sessionSeconds = seconds.trim() === "" ? null : number;
    void saving.save(() =>
      outcome(
        api.PUT("/company/api/admin/saml", { body: { ...settings, sessionName, sessionSeconds, sourceIdentity } }),
      ),
    );
  };
  return (
    <SaveForm saving={saving} fields={["sessionSeconds"]} title="The session" onSave={save}>
      <ChoiceField
        label="Session name (RoleSessionName)"
        description="What the account menu and the events call the person, after the name of the role."
        value={sessionName}
        options={{ "user-name": "User name", email: "E-mail address" }}
        onChange={(next) => {
          setSessionName(next);
          saving.touched();
        }}
      />
      <TextField
        label="Session duration in seconds (SessionDuration) - optional"
        name="sessionSeconds"
        value={seconds}
        submission={saving}
        hint="From 900 to 43200. The role's own maximum counts if it is shorter. Empty: AWS takes one hour."
        onChange={(next) => {
          setSeconds(next);
          saving.touched();
        }}
      />
      <Toggle
        checked={sourceIdentity}
        onChange={({ detail }) => {
          setSourceIdentity(detail.checked);
          saving.touched();
        }}
      >
        Send the user name as SourceIdentity: it stays in the events, whichever role the person takes on later
      </Toggle>
    </SaveForm>
  );
}

function Tags({ tags: found }: { tags: SessionTag[] }) {
  const saving = useSaving();
  const [tags, setTags] = useState(found);
  const change = (next: SessionTag[]) => {
    setTags(next);
    saving.touched();
  };
  const set = (at: number, part: Partial<SessionTag>) =>
    change(tags.map((tag, place) => (place === at ? { ...tag, ...part } : tag)));
  const save = () =>
    void saving.save(
      () => outcome(api.PUT("/company/api/admin/saml/tags", { body: { tags } })),
      (page) => setTags(page.tags),
    );
  return (
    <SaveForm
      saving={saving}
      fields={[]}
      title="Session tags"
      description="Each becomes a PrincipalTag of the session: policies compare it as aws:PrincipalTag/key. A transitive one stays when the session takes on another role. Who has no value has no tag."
      action="Save tags"
      onSave={save}
    >
      <AttributeEditor
        items={tags}
        addButtonText="Add tag"
        removeButtonText="Remove"
        removeButtonAriaLabel={({ key }) => `Remove the tag ${key}`}
        empty={<Box>No tags are sent. Add one, and policies can tell people apart by it.</Box>}
        onAddButtonClick={() => change([...tags, { key: "", source: "department", transitive: false }])}
        onRemoveButtonClick={({ detail }) => change(tags.filter((_, at) => at !== detail.itemIndex))}
        definition={[
          {
            label: "Key",
            control: ({ key }, at) => (
              <Input
                value={key}
                ariaLabel={`Key of tag ${at + 1}`}
                placeholder="department"
                spellcheck={false}
                onChange={({ detail }) => set(at, { key: detail.value })}
              />
            ),
          },
          {
            label: "Value",
            control: ({ source }, at) => (
              <Select
                ariaLabel={`Value of tag ${at + 1}`}
                selectedOption={SOURCES.find(({ value }) => value === source) ?? null}
                options={SOURCES}
                onChange={({ detail }) => set(at, { source: detail.selectedOption.value as PersonAttribute })}
              />
            ),
          },
          {
            label: "Transitive",
            control: ({ transitive }, at) => (
              <Checkbox checked={transitive} onChange={({ detail }) => set(at, { transitive: detail.checked })}>
                Stays in further roles
              </Checkbox>
            ),
          },
        ]}
      />
    </SaveForm>
  );
}
