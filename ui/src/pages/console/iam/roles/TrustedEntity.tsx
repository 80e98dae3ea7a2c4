import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useCallback } from "react";
import { api, outcome } from "../../../../api/client";
import type { ErrorBody } from "../../../../api/types";
import { useLoaded } from "../../../../desk/useLoaded";
import { ConsoleLoading } from "../../ConsolePage";
import { trustDocument, type TrustChoices } from "./trustDocument";
import { TrustText } from "./TrustText";

const KINDS: { value: TrustChoices["kind"]; label: string; description: string }[] = [
  { value: "account", label: "AWS account", description: "People and roles of this account or another one." },
  { value: "service", label: "AWS service", description: "A service that acts for you, such as EC2 or Lambda." },
  { value: "web-identity", label: "Web identity", description: "People and jobs that an OIDC provider vouches for." },
  { value: "saml", label: "SAML 2.0 federation", description: "People that your company's directory vouches for." },
  { value: "custom", label: "Custom trust policy", description: "A document of your own." },
];

const SERVICES = ["ec2", "lambda", "ecs-tasks", "cloudformation", "states", "events"].map((name) => ({
  value: `${name}.amazonaws.com`,
  label: `${name}.amazonaws.com`,
}));

const askProviders = () => outcome(api.GET("/api/identity-providers"));

interface Props {
  value: TrustChoices;
  onChange(value: TrustChoices): void;
  /** What the core said of the document. */
  error: ErrorBody | null;
}

/** Who may assume the role. */
export function TrustedEntity({ value, onChange, error }: Props) {
  const set = (change: Partial<TrustChoices>) => onChange({ ...value, ...change });
  // A document of one's own begins as what was chosen before.
  const choose = (kind: TrustChoices["kind"]) =>
    set(kind === "custom" ? { kind, custom: trustDocument(value) } : { kind, providerArn: "", audience: "" });
  return (
    <SpaceBetween size="m">
      <RadioGroup
        ariaLabel="Trusted entity type"
        value={value.kind}
        items={KINDS}
        onChange={({ detail }) => choose(detail.value as TrustChoices["kind"])}
      />
      {value.kind === "account" && <Account value={value} set={set} />}
      {value.kind === "service" && (
        <FormField label="Service">
          <Select
            selectedOption={SERVICES.find((option) => option.value === value.service) ?? null}
            options={SERVICES}
            onChange={({ detail }) => set({ service: detail.selectedOption.value ?? "" })}
          />
        </FormField>
      )}
      {(value.kind === "web-identity" || value.kind === "saml") && <Provider value={value} set={set} />}
      {value.kind === "custom" ? (
        <TrustText value={value.custom} onChange={(custom) => set({ custom })} error={error} />
      ) : (
        <div>
          <Box variant="awsui-key-label">Trust policy</Box>
          <pre className="raw-text" data-testid="trust-policy">
            {trustDocument(value)}
          </pre>
        </div>
      )}
    </SpaceBetween>
  );
}

interface PartProps {
  value: TrustChoices;
  set(change: Partial<TrustChoices>): void;
}

function Account({ value, set }: PartProps) {
  return (
    <SpaceBetween size="m">
      <FormField label="Account ID" description="This account, or another one whose people should come in.">
        <Input
          name="account"
          value={value.account}
          autoComplete={false}
          spellcheck={false}
          inputMode="numeric"
          onChange={({ detail }) => set({ account: detail.value })}
        />
      </FormField>
      <Checkbox checked={value.needsMfa} onChange={({ detail }) => set({ needsMfa: detail.checked })}>
        Require MFA
      </Checkbox>
      <FormField
        label="External ID - optional"
        description="For a third party's software. The console cannot switch to a role that demands one."
      >
        <Input
          name="externalId"
          value={value.externalId}
          autoComplete={false}
          spellcheck={false}
          onChange={({ detail }) => set({ externalId: detail.value })}
        />
      </FormField>
    </SpaceBetween>
  );
}

function Provider({ value, set }: PartProps) {
  const [loaded] = useLoaded(askProviders);
  const kind = value.kind === "saml" ? "saml" : "oidc";
  return (
    <ConsoleLoading of={loaded}>
      {({ providers }) => {
        const options = providers
          .filter((provider) => provider.kind === kind)
          .map(({ arn, name }) => ({ value: arn, label: name }));
        return (
          <SpaceBetween size="m">
            <FormField label="Identity provider">
              <Select
                selectedOption={options.find((option) => option.value === value.providerArn) ?? null}
                options={options}
                placeholder="Choose a provider"
                empty="There is none of this kind. Create one under Identity providers."
                onChange={({ detail }) => set({ providerArn: detail.selectedOption.value ?? "", audience: "" })}
              />
            </FormField>
            {kind === "oidc" && value.providerArn !== "" && <Audience value={value} set={set} />}
          </SpaceBetween>
        );
      }}
    </ConsoleLoading>
  );
}

function Audience({ value, set }: PartProps) {
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
