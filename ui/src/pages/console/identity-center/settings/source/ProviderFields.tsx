import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import type { Submission } from "../../../../useSubmit";
import { MetadataField } from "../../../iam/providers/MetadataField";
import type { ProviderDraft } from "./draft";

interface Props {
  draft: ProviderDraft;
  submission: Submission;
  onChange(change: Partial<ProviderDraft>): void;
}

/** What is known of the identity provider: its metadata, or what matters of it by hand. */
export function ProviderFields({ draft, submission, onChange }: Props) {
  return (
    <SpaceBetween size="m">
      <FormField label="How to enter it">
        <RadioGroup
          value={draft.by}
          items={[
            { value: "metadata", label: "By its metadata", description: "The file that the provider gives out." },
            { value: "hand", label: "By hand", description: "Sign-in URL, issuer and certificate." },
          ]}
          onChange={({ detail }) => onChange({ by: detail.value === "hand" ? "hand" : "metadata" })}
        />
      </FormField>
      {draft.by === "metadata" ? (
        <MetadataField
          value={draft.metadata}
          error={submission.field("metadata")}
          onChange={(metadata) => onChange({ metadata })}
        />
      ) : (
        <SpaceBetween size="m">
          <FormField
            label="IdP sign-in URL"
            constraintText="Where the portal posts its requests."
            errorText={submission.field("signInUrl")}
          >
            <Input
              name="signInUrl"
              value={draft.signInUrl}
              inputMode="url"
              autoComplete={false}
              spellcheck={false}
              onChange={({ detail }) => onChange({ signInUrl: detail.value })}
            />
          </FormField>
          <FormField
            label="IdP issuer URL"
            constraintText="The entity ID, exactly as it stands in responses."
            errorText={submission.field("issuer")}
          >
            <Input
              name="issuer"
              value={draft.issuer}
              autoComplete={false}
              spellcheck={false}
              onChange={({ detail }) => onChange({ issuer: detail.value })}
            />
          </FormField>
          <CertificateField
            value={draft.certificate}
            error={submission.field("certificate")}
            onChange={(certificate) => onChange({ certificate })}
          />
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}

interface CertificateProps {
  value: string;
  error: string;
  onChange(value: string): void;
}

/** A certificate as people paste it. */
export function CertificateField({ value, error, onChange }: CertificateProps) {
  return (
    <FormField label="IdP certificate" constraintText="X.509 in PEM, or its base64 alone." errorText={error} stretch>
      <Textarea
        name="certificate"
        value={value}
        rows={8}
        placeholder="-----BEGIN CERTIFICATE-----"
        autoComplete={false}
        spellcheck={false}
        disableBrowserAutocorrect
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}
