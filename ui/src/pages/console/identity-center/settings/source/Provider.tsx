import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../../../../api/client";
import type { CenterProvider } from "../../../../../api/types";
import { when } from "../../../../../shell/when";
import { useSubmit } from "../../../../useSubmit";
import { EditBox } from "../../../EditBox";
import { Fact } from "../../../iam/Facts";
import { Certificates } from "./Certificates";
import { formOf, NO_PROVIDER, PROVIDER_FIELDS, type ProviderDraft } from "./draft";
import { ProviderFields } from "./ProviderFields";

/** The company's identity provider, while it is the source. */
export function Provider({ of }: { of: CenterProvider }) {
  const [editing, setEditing] = useState(false);
  return (
    <SpaceBetween size="l">
      {editing ? (
        <Edit of={of} onClose={() => setEditing(false)} />
      ) : (
        <Container
          header={
            <Header variant="h2" actions={<Button onClick={() => setEditing(true)}>Edit</Button>}>
              Identity provider
            </Header>
          }
        >
          <ColumnLayout columns={2} variant="text-grid">
            <Fact label="IdP issuer URL">{of.issuer}</Fact>
            <Fact label="IdP sign-in URL">{of.signInUrl}</Fact>
            <Fact label="Source since">{when(of.connectedAt)}</Fact>
            <Fact label="Changed">{when(of.updatedAt)}</Fact>
          </ColumnLayout>
        </Container>
      )}
      <Certificates certificates={of.certificates} />
    </SpaceBetween>
  );
}

function Edit({ of, onClose }: { of: CenterProvider; onClose(): void }) {
  const submission = useSubmit();
  const [draft, setDraft] = useState<ProviderDraft>({ ...NO_PROVIDER, signInUrl: of.signInUrl, issuer: of.issuer });
  return (
    <EditBox
      title="Identity provider"
      description="What is entered here takes the place of everything that is known, certificates included."
      submission={submission}
      fields={PROVIDER_FIELDS}
      onSave={() =>
        void submission.send<unknown>(
          () => outcome(api.PUT("/api/identity-center/source/provider", { body: formOf(draft) })),
          onClose,
        )
      }
      onClose={onClose}
    >
      <ProviderFields
        draft={draft}
        submission={submission}
        onChange={(change) => setDraft((now) => ({ ...now, ...change }))}
      />
    </EditBox>
  );
}
