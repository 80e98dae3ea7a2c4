import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { IdentityCenterSettings, SamlSettings } from "../../../api/company";
import { useLoaded } from "../../../desk/useLoaded";
import { CompanyLoading } from "../CompanySession";
import { CopyText } from "../CopyText";
import { Download } from "../Download";
import { published } from "../Published";
import { askSaml } from "./askSaml";
import { ATTRIBUTES } from "./Attributes";
import { ChoiceField, SaveForm, TextField, useSaving } from "./fields";

const askMetadata = () => published("metadata");

/** Who the company is to others, and to whom it sends what. */
export function Saml() {
  const [loaded] = useLoaded(askSaml);
  return (
    <CompanyLoading of={loaded}>
      {({ entityId, signOn, settings, identityCenter }) => (
        <SpaceBetween size="l">
          <Header variant="h1" description="AnyCompany as identity provider, and those who rely on it.">
            SAML settings
          </Header>
          <Container
            header={
              <Header variant="h2" description="An AWS account takes it where a SAML provider is made or updated.">
                Metadata
              </Header>
            }
          >
            <SpaceBetween size="m">
              <KeyValuePairs
                columns={2}
                items={[
                  { label: "Entity ID", value: <span className="wrap">{entityId}</span> },
                  { label: "Sign-on address", value: <span className="wrap">{signOn}</span> },
                ]}
              />
              <Metadata />
            </SpaceBetween>
          </Container>
          <ToConsole settings={settings} />
          <ToIdentityCenter settings={identityCenter} />
        </SpaceBetween>
      )}
    </CompanyLoading>
  );
}

function Metadata() {
  const [loaded] = useLoaded(askMetadata);
  return (
    <CompanyLoading of={loaded}>
      {(text) => (
        <CopyText
          label="Metadata"
          text={text}
          testId="company-metadata"
          more={<Download fileName="anycompany-metadata.xml" contents={text} />}
        />
      )}
    </CompanyLoading>
  );
}

function ToConsole({ settings }: { settings: SamlSettings }) {
  const saving = useSaving();
  const { audience, acs, relayState, signed, nameId, sessionEnd } = settings;
  const [draft, setDraft] = useState({ audience, acs, relayState, signed, nameId, sessionEnd });
  const change = (part: Partial<typeof draft>) => {
    setDraft({ ...draft, ...part });
    saving.touched();
  };
  const save = () =>
    void saving.save(() => outcome(api.PUT("/company/api/admin/saml", { body: { ...settings, ...draft } })));
  return (
    <SaveForm saving={saving} fields={["audience", "acs", "relayState"]} title="To the AWS console" onSave={save}>
      <TextField
        label="Audience"
        name="audience"
        value={draft.audience}
        submission={saving}
        hint="AWS takes urn:amazon:webservices and https://signin.aws.amazon.com/saml."
        onChange={(audience) => change({ audience })}
      />
      <TextField
        label="Address for responses"
        name="acs"
        value={draft.acs}
        submission={saving}
        hint="The one of the metadata of AWS: https://signin.aws.amazon.com/saml"
        onChange={(acs) => change({ acs })}
      />
      <TextField
        label="Where people go in the console (RelayState) - optional"
        name="relayState"
        value={draft.relayState}
        submission={saving}
        hint="An address of the console. Empty: its first page."
        onChange={(relayState) => change({ relayState })}
      />
      <ChoiceField
        label="What is signed"
        value={draft.signed}
        options={{ assertion: "The assertion", response: "The whole response", both: "Both" }}
        onChange={(signed) => change({ signed })}
      />
      <ChoiceField
        label="How people are named (NameID)"
        description="Policies know it as saml:sub."
        value={draft.nameId}
        options={{ persistent: "An opaque name that stays", email: "E-mail address" }}
        onChange={(nameId) => change({ nameId })}
      />
      <Toggle checked={draft.sessionEnd} onChange={({ detail }) => change({ sessionEnd: detail.checked })}>
        Say when the session here ends (SessionNotOnOrAfter): the console session ends no later
      </Toggle>
    </SaveForm>
  );
}

function ToIdentityCenter({ settings }: { settings: IdentityCenterSettings }) {
  const saving = useSaving();
  const [draft, setDraft] = useState(settings);
  const change = (part: Partial<IdentityCenterSettings>) => {
    setDraft({ ...draft, ...part });
    saving.touched();
  };
  const save = () =>
    void saving.save(() => outcome(api.PUT("/company/api/admin/saml/identity-center", { body: draft })));
  return (
    <SaveForm saving={saving} fields={["audience", "acs"]} title="To IAM Identity Center" onSave={save}>
      {settings.acs === "" && (
        <Alert type="info">
          Not set up yet. In the Identity Center console, under Settings, Identity source, change the source to an
          external identity provider. That page shows the two addresses, and takes the metadata above.
        </Alert>
      )}
      <TextField
        label="Issuer URL of Identity Center (audience)"
        name="audience"
        value={draft.audience}
        submission={saving}
        onChange={(audience) => change({ audience })}
      />
      <TextField
        label="Assertion consumer service (ACS) URL"
        name="acs"
        value={draft.acs}
        submission={saving}
        hint="Empty: nobody is sent there."
        onChange={(acs) => change({ acs })}
      />
      <ChoiceField
        label="What people are called there"
        description="The NameID of responses, and userName when people are provisioned: the two must be the same."
        value={draft.userName}
        options={ATTRIBUTES}
        onChange={(userName) => change({ userName })}
      />
    </SaveForm>
  );
}
