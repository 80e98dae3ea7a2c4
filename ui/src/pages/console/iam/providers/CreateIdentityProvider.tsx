import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useState, type FormEvent } from "react";
import { api, outcome } from "../../../../api/client";
import { useNavigation } from "../../../../browser/navigation";
import { FormButtons } from "../../../FormButtons";
import { useSubmit, type Submission } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";
import { IamPage } from "../IamNav";
import { MetadataField } from "./MetadataField";

const FIELDS = ["name", "metadata", "url", "audiences", "thumbprints"];

/** Add an identity provider. */
export default function CreateIdentityProvider() {
  return (
    <IamPage testId="page-create-identity-provider">
      <Form />
    </IamPage>
  );
}

interface Draft {
  kind: "saml" | "oidc";
  name: string;
  metadata: string;
  url: string;
  audiences: string;
  thumbprints: string;
}

const NOTHING: Draft = { kind: "saml", name: "", metadata: "", url: "", audiences: "", thumbprints: "" };

function bodyOf({ kind, name, metadata, url, audiences, thumbprints }: Draft) {
  return kind === "saml"
    ? { kind, name, metadata }
    : { kind, url, audiences: audiences.split("\n"), thumbprints: thumbprints.split("\n") };
}

function Form() {
  const navigation = useNavigation();
  const submission = useSubmit();
  const [draft, setDraft] = useState(NOTHING);
  const set = (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void submission.send(
      () => outcome(api.POST("/api/identity-providers", { body: bodyOf(draft) })),
      ({ arn }) => navigation.visit({ page: "identity-provider", arn }),
    );
  };
  return (
    <form ref={submission.place} noValidate onSubmit={submit}>
      <Container header={<Header variant="h1">Add identity provider</Header>}>
        <SpaceBetween size="m">
          <ConsoleRefusal error={submission.whole(...FIELDS)} />
          <FormField label="Provider type">
            <RadioGroup
              value={draft.kind}
              items={[
                { value: "saml", label: "SAML", description: "The company's directory, by its metadata document." },
                { value: "oidc", label: "OpenID Connect", description: "An issuer of tokens, by its address." },
              ]}
              onChange={({ detail }) => set({ kind: detail.value as Draft["kind"] })}
            />
          </FormField>
          {draft.kind === "saml" ? (
            <Saml draft={draft} set={set} submission={submission} />
          ) : (
            <Oidc draft={draft} set={set} submission={submission} />
          )}
          <FormButtons
            cancelFirst
            action="Add provider"
            busy={submission.busy}
            onCancel={() => navigation.visit({ page: "identity-providers" })}
          />
        </SpaceBetween>
      </Container>
    </form>
  );
}

interface PartProps {
  draft: Draft;
  set(change: Partial<Draft>): void;
  submission: Submission;
}

function Saml({ draft, set, submission }: PartProps) {
  return (
    <SpaceBetween size="m">
      <FormField
        label="Provider name"
        constraintText="Up to 128 letters, digits and . _ -"
        errorText={submission.field("name")}
      >
        <Input
          name="name"
          value={draft.name}
          autoComplete={false}
          spellcheck={false}
          onChange={({ detail }) => set({ name: detail.value })}
        />
      </FormField>
      <MetadataField
        value={draft.metadata}
        error={submission.field("metadata")}
        onChange={(metadata) => set({ metadata })}
      />
    </SpaceBetween>
  );
}

function Oidc({ draft, set, submission }: PartProps) {
  return (
    <SpaceBetween size="m">
      <FormField
        label="Provider URL"
        constraintText="Begins with https://, has no port, and at most 255 characters."
        errorText={submission.field("url")}
      >
        <Input
          name="url"
          value={draft.url}
          autoComplete={false}
          spellcheck={false}
          placeholder="https://token.actions.githubusercontent.com"
          onChange={({ detail }) => set({ url: detail.value })}
        />
      </FormField>
      <FormField
        label="Audiences"
        description="Client IDs that tokens may be made for, one a line."
        errorText={submission.field("audiences")}
      >
        <Textarea
          name="audiences"
          value={draft.audiences}
          rows={3}
          autoComplete={false}
          spellcheck={false}
          onChange={({ detail }) => set({ audiences: detail.value })}
        />
      </FormField>
      <FormField
        label="Thumbprints - optional"
        description="SHA-1 of the certificate that signs the provider's, 40 hexadecimal digits, one a line."
        errorText={submission.field("thumbprints")}
      >
        <Textarea
          name="thumbprints"
          value={draft.thumbprints}
          rows={2}
          autoComplete={false}
          spellcheck={false}
          onChange={({ detail }) => set({ thumbprints: detail.value })}
        />
      </FormField>
    </SpaceBetween>
  );
}
