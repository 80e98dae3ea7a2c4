import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useCallback } from "react";
import { api, outcome } from "../../../../api/client";
import { useLoaded } from "../../../../desk/useLoaded";
import { ConsoleLoading } from "../../ConsolePage";
import { PageLink } from "../PageLink";
import { Conditions } from "./Conditions";
import { OIDC_KEYS, SAML_KEYS, type TrustChoices } from "./trustDocument";

const askProviders = () => outcome(api.GET("/api/identity-providers"));

interface Props {
  value: TrustChoices;
  set(change: Partial<TrustChoices>): void;
}

/** People and jobs that an identity provider vouches for: which one, and what it must say of them. */
export function FederatedEntity({ value, set }: Props) {
  const [loaded] = useLoaded(askProviders);
  const isSaml = value.kind === "saml";
  const kind = isSaml ? "saml" : "oidc";
  return (
    <ConsoleLoading of={loaded}>
      {({ providers }) => {
        const options = providers
          .filter((provider) => provider.kind === kind)
          .map(({ arn, name }) => ({ value: arn, label: name }));
        if (options.length === 0)
          return (
            <Alert type="info">
              This account has no identity provider of this kind.{" "}
              <PageLink to={{ page: "create-identity-provider" }}>Add one</PageLink> first.
            </Alert>
          );
        return (
          <SpaceBetween size="m">
            <FormField label="Identity provider">
              <Select
                selectedOption={options.find((option) => option.value === value.providerArn) ?? null}
                options={options}
                placeholder="Choose a provider"
                onChange={({ detail }) => set({ providerArn: detail.selectedOption.value ?? "", audience: "" })}
              />
            </FormField>
            {!isSaml && value.providerArn !== "" && <Audience value={value} set={set} />}
            <Conditions
              label={isSaml ? "Conditions" : "Further conditions - optional"}
              description={
                isSaml
                  ? "What a response must say. SAML:aud is the address that it was posted to: with the usual one, the role is for the console."
                  : "What a token must say. Providers that many organizations share must be asked for the subject, or anybody's jobs come in."
              }
              prefix={isSaml ? "SAML" : ""}
              keys={isSaml ? SAML_KEYS : OIDC_KEYS}
              value={value.conditions}
              onChange={(conditions) => set({ conditions })}
            />
            <FormField label="What the provider may say beside">
              <Checkbox checked={value.takesTags} onChange={({ detail }) => set({ takesTags: detail.checked })}>
                Session tags (sts:TagSession)
              </Checkbox>
              <Checkbox
                checked={value.takesSourceIdentity}
                onChange={({ detail }) => set({ takesSourceIdentity: detail.checked })}
              >
                Source identity (sts:SetSourceIdentity)
              </Checkbox>
            </FormField>
            <Box color="text-body-secondary">A sign-in that says more than the role allows is refused as a whole.</Box>
          </SpaceBetween>
        );
      }}
    </ConsoleLoading>
  );
}

function Audience({ value, set }: Props) {
  const { providerArn } = value;
  const ask = useCallback(
    () => outcome(api.GET("/api/identity-providers/details", { params: { query: { arn: providerArn } } })),
    [providerArn],
  );
  const [loaded] = useLoaded(ask);
  return (
    <ConsoleLoading of={loaded}>
      {({ audiences }) => {
        const options = audiences.map((audience) => ({ value: audience, label: audience }));
        return (
          <FormField label="Audience">
            <Select
              selectedOption={options.find((option) => option.value === value.audience) ?? null}
              options={options}
              placeholder="Choose an audience"
              onChange={({ detail }) => set({ audience: detail.selectedOption.value ?? "" })}
            />
          </FormField>
        );
      }}
    </ConsoleLoading>
  );
}
