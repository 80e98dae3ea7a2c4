import { api, outcome } from "../../../api/client";
import type { PolicyKind } from "../../../browser/organizations";
import { useNavigation } from "../../../browser/navigation";
import { EMPTY, KIND } from "./kinds";
import { OrganizationPage } from "./OrganizationPage";
import { PolicyForm } from "./PolicyForm";

/** Create a control policy. */
export default function CreatePolicy({ kind }: { kind: PolicyKind }) {
  const { visit } = useNavigation();
  return (
    <OrganizationPage testId="page-organization-create-policy">
      <PolicyForm
        kind={kind}
        title={`Create new ${KIND[kind].one.toLowerCase()}`}
        confirm="Create policy"
        before={{ name: "", description: "", document: EMPTY[kind] }}
        save={(text) => outcome(api.POST("/api/organization/policies", { body: { kind, ...text } }))}
        onSaved={({ id }) => visit({ page: "organization-policy", kind, policy: id })}
        onCancel={() => visit({ page: "organization-policies" })}
      />
    </OrganizationPage>
  );
}
