import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import { useSubmit } from "../../../useSubmit";
import { EditBox } from "../../EditBox";
import { TrustText } from "./TrustText";

interface Props {
  roleName: string;
  document: string;
}

/** Who may assume a role. */
export function TrustPolicy({ roleName, document }: Props) {
  // What the editor had read: someone else's change after that is not overwritten.
  const [read, setRead] = useState<string | null>(null);
  if (read !== null) return <Edit roleName={roleName} read={read} onClose={() => setRead(null)} />;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Whom this role trusts, and under which conditions."
          actions={<Button onClick={() => setRead(document)}>Edit trust policy</Button>}
        >
          Trusted entities
        </Header>
      }
    >
      <pre className="raw-text" data-testid="trust-policy">
        {document}
      </pre>
    </Container>
  );
}

function Edit({ roleName, read, onClose }: { roleName: string; read: string; onClose(): void }) {
  const submission = useSubmit();
  const [document, setDocument] = useState(read);
  const save = () =>
    void submission.send<unknown>(
      () =>
        outcome(
          api.PUT("/api/roles/{roleName}/trust-policy", {
            params: { path: { roleName } },
            body: { document, expected: read },
          }),
        ),
      onClose,
    );
  return (
    <EditBox title="Edit trust policy" confirm="Update policy" submission={submission} onSave={save} onClose={onClose}>
      <TrustText value={document} onChange={setDocument} error={submission.error} />
    </EditBox>
  );
}
