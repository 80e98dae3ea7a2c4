import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { OidcAdministration } from "../../../api/company";
import { companyAddress } from "../../../browser/company";
import { useLoaded } from "../../../desk/useLoaded";
import { PageLink } from "../../console/iam/PageLink";
import { CompanyLoading } from "../CompanySession";
import { ChoiceField, SaveForm, TextField, useSaving } from "./fields";
import { ALGORITHMS } from "./keys";
import { OidcBuilds } from "./OidcBuilds";
import { OidcClients } from "./OidcClients";
import { OidcKeys } from "./OidcKeys";

const ask = () => outcome(api.GET("/company/api/admin/oidc"));

/** The company as OpenID provider. */
export function Oidc() {
  const [loaded] = useLoaded(ask);
  return (
    <CompanyLoading of={loaded}>
      {({ issuer, settings, keys, clients, builds }) => (
        <SpaceBetween size="l">
          <Header
            variant="h1"
            description="ID tokens for applications, for builds and for contractors. An AWS account that is to believe them has an OIDC provider of this issuer."
          >
            OpenID Connect
          </Header>
          <Container header={<Header variant="h2">Published</Header>}>
            <KeyValuePairs
              columns={3}
              items={[
                { label: "Issuer", value: <span className="wrap">{issuer}</span> },
                {
                  label: "Discovery",
                  value: (
                    <PageLink to={{ page: "company", at: "discovery" }}>
                      {companyAddress({ page: "company", at: "discovery" }).slice(issuer.length)}
                    </PageLink>
                  ),
                },
                {
                  label: "Public keys",
                  value: (
                    <PageLink to={{ page: "company", at: "jwks" }}>
                      {companyAddress({ page: "company", at: "jwks" }).slice(issuer.length)}
                    </PageLink>
                  ),
                },
              ]}
            />
          </Container>
          <OidcKeys keys={keys} />
          <Settings settings={settings} />
          <OidcClients clients={clients} />
          <OidcBuilds builds={builds} />
        </SpaceBetween>
      )}
    </CompanyLoading>
  );
}

function Settings({ settings }: { settings: OidcAdministration["settings"] }) {
  const saving = useSaving();
  const [draft, setDraft] = useState({ ...settings, tokenSeconds: String(settings.tokenSeconds) });
  const change = (part: Partial<typeof draft>) => {
    setDraft({ ...draft, ...part });
    saving.touched();
  };
  const save = () => {
    const tokenSeconds = Number(draft.tokenSeconds);
    if (!Number.isInteger(tokenSeconds) || tokenSeconds < 0) {
      saving.setError({ code: "INVALID_INPUT", field: "tokenSeconds", message: "A number of seconds." });
      return;
    }
    void saving.save(() => outcome(api.PUT("/company/api/admin/oidc", { body: { ...draft, tokenSeconds } })));
  };
  return (
    <SaveForm
      saving={saving}
      fields={["tokenSeconds", "contractorAudience", "contractorRole"]}
      title="Tokens"
      onSave={save}
    >
      <ChoiceField
        label="Which kind of key signs"
        description="There is one that signs of each kind. AWS takes both."
        value={draft.algorithm}
        options={ALGORITHMS}
        onChange={(algorithm) => change({ algorithm })}
      />
      <TextField
        label="A token is good for, in seconds"
        name="tokenSeconds"
        value={draft.tokenSeconds}
        submission={saving}
        hint="From 60 to 86400."
        onChange={(tokenSeconds) => change({ tokenSeconds })}
      />
      <TextField
        label="Audience of contractors' tokens"
        name="contractorAudience"
        value={draft.contractorAudience}
        submission={saving}
        hint="One of the audiences of the OIDC provider in AWS."
        onChange={(contractorAudience) => change({ contractorAudience })}
      />
      <TextField
        label="Role that contractors ask for - optional"
        name="contractorRole"
        value={draft.contractorRole}
        submission={saving}
        hint="arn:aws:iam::123456789012:role/Name"
        onChange={(contractorRole) => change({ contractorRole })}
      />
    </SaveForm>
  );
}
