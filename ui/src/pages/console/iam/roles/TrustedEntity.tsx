import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ErrorBody } from "../../../../api/types";
import { FederatedEntity } from "./FederatedEntity";
import { SAML_CONDITIONS, trustDocument, type TrustChoices } from "./trustDocument";
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

/** What is asked of a provider's people, when none is chosen yet. */
function asked(kind: TrustChoices["kind"]): Partial<TrustChoices> {
  return { providerArn: "", audience: "", conditions: kind === "saml" ? SAML_CONDITIONS : [] };
}

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
    set(kind === "custom" ? { kind, custom: trustDocument(value) } : { kind, ...asked(kind) });
  const isFederated = value.kind === "web-identity" || value.kind === "saml";
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
      {isFederated && <FederatedEntity key={value.kind} value={value} set={set} />}
      {value.kind === "custom" && (
        <TrustText value={value.custom} onChange={(custom) => set({ custom })} error={error} />
      )}
      {value.kind !== "custom" && !(isFederated && value.providerArn === "") && (
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
