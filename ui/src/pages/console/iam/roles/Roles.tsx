import { api, outcome } from "../../../../api/client";
import { when } from "../../../../shell/when";
import { IamPage } from "../IamNav";
import { NamedList } from "../NamedList";
import { PageLink } from "../PageLink";
import { DeleteRole } from "./DeleteRole";

const ask = () => outcome(api.GET("/api/roles"));

/** The account's roles. */
export default function Roles() {
  return (
    <IamPage testId="page-roles">
      <NamedList
        words={{
          title: "Roles",
          one: "Role",
          thing: "role",
          description:
            "A role is an identity without a password or keys of its own. Whom it trusts can act as it for a while.",
        }}
        ask={ask}
        itemsOf={({ roles }) => roles}
        nameOf={({ roleName }) => roleName}
        create={{ page: "create-role" }}
        columns={[
          {
            id: "name",
            header: "Role name",
            isRowHeader: true,
            cell: ({ roleName }) => <PageLink to={{ page: "role", roleName, section: null }}>{roleName}</PageLink>,
          },
          {
            id: "trusted",
            header: "Trusted entities",
            cell: ({ trustedEntities }) => trustedEntities.join(", ") || "-",
          },
          {
            id: "used",
            header: "Last activity",
            cell: ({ lastUsedAt }) => (lastUsedAt == null ? "-" : when(lastUsedAt)),
          },
        ]}
        deletion={({ name, ...rest }) => <DeleteRole roleName={name} {...rest} />}
      />
    </IamPage>
  );
}
