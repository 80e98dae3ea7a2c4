import { api, outcome } from "../../../../api/client";
import { when } from "../../../../shell/when";
import { IamPage } from "../IamNav";
import { NamedList } from "../NamedList";
import { PageLink } from "../PageLink";
import { DeleteGroup } from "./DeleteGroup";
import { permissionWords } from "./GroupTable";

const ask = () => outcome(api.GET("/api/groups"));

/** The account's groups. */
export default function Groups() {
  return (
    <IamPage testId="page-groups">
      <NamedList
        words={{
          title: "User groups",
          one: "User group",
          thing: "group",
          description: "A group is a collection of users. Use groups to give permissions to many users at once.",
        }}
        ask={ask}
        itemsOf={({ groups }) => groups}
        nameOf={({ groupName }) => groupName}
        create={{ page: "create-group" }}
        columns={[
          {
            id: "name",
            header: "Group name",
            isRowHeader: true,
            cell: ({ groupName }) => <PageLink to={{ page: "group", groupName, section: null }}>{groupName}</PageLink>,
          },
          { id: "users", header: "Users", cell: ({ users }) => users ?? "Access denied" },
          { id: "permissions", header: "Permissions", cell: ({ hasPermissions }) => permissionWords(hasPermissions) },
          { id: "created", header: "Created", cell: ({ createdAt }) => when(createdAt) },
        ]}
        deletion={({ name, ...rest }) => <DeleteGroup groupName={name} {...rest} />}
      />
    </IamPage>
  );
}
