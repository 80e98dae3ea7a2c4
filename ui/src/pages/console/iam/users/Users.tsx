import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { MfaKind, UserView } from "../../../../api/types";
import { useNavigation } from "../../../../browser/navigation";
import { when } from "../../../../shell/when";
import { SHORT_KIND } from "../../../mfa/kinds";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { AskFirst } from "../AskFirst";
import { IamPage } from "../IamNav";
import { PageLink } from "../PageLink";
import { Arrows } from "../../paging";
import { SetPassword } from "../../SetPassword";
import { UserDevices } from "../../UserDevices";
import { ACCESS } from "./access";
import { useUsers } from "./useUsers";

const DENIED = <StatusIndicator type="error">Access denied</StatusIndicator>;

/** The kinds of a user's devices, each once. */
function kinds(mfa: MfaKind[] | null | undefined) {
  if (mfa == null) return DENIED;
  return mfa.length === 0 ? "None" : [...new Set(mfa)].map((kind) => SHORT_KIND[kind]).join(", ");
}

/** IAM users of the account. */
export default function Users() {
  return (
    <IamPage testId="page-users">
      <List />
    </IamPage>
  );
}

type Act = { act: "password" | "remove-password" | "mfa" | "delete"; user: UserView };

function List() {
  const navigation = useNavigation();
  const [draft, setDraft] = useState("");
  const { loaded, again, paging } = useUsers();
  const [act, setAct] = useState<Act | null>(null);
  const submission = useSubmit();
  const confirm = ({ act: what, user }: Act) => {
    const path = { userName: user.userName };
    setAct(null);
    void submission.send<unknown>(
      () =>
        what === "delete"
          ? outcome(api.DELETE("/api/users/{userName}", { params: { path } }))
          : outcome(api.DELETE("/api/users/{userName}/password", { params: { path } })),
      again,
    );
  };

  return (
    <SpaceBetween size="m">
      <ConsoleRefusal error={submission.error} />
      <ConsoleLoading of={loaded}>
        {({ users, next }) => (
          <Table
            items={users}
            trackBy="userId"
            wrapLines
            ariaLabels={{ tableLabel: "IAM users" }}
            empty={
              <Box textAlign="center">
                {paging.find === "" ? "This account has no users. Create one." : "No user's name begins with this."}
              </Box>
            }
            filter={
              <TextFilter
                filteringText={draft}
                filteringPlaceholder="Find users by the beginning of their name"
                filteringAriaLabel="Find users"
                onDelayedChange={({ detail }) => paging.setFind(detail.filteringText)}
                onChange={({ detail }) => setDraft(detail.filteringText)}
              />
            }
            pagination={<Arrows back={paging.back} forth={next == null ? null : () => paging.forth(next)} />}
            header={
              <Header
                variant="h1"
                description="People with their own name and password in this account."
                actions={
                  <Button variant="primary" onClick={() => navigation.visit({ page: "create-user" })}>
                    Create user
                  </Button>
                }
              >
                Users
              </Header>
            }
            columnDefinitions={[
              {
                id: "name",
                header: "User name",
                isRowHeader: true,
                cell: ({ userName }) => <PageLink to={{ page: "user", userName, section: null }}>{userName}</PageLink>,
              },
              { id: "groups", header: "Groups", cell: ({ groups }) => groups ?? DENIED },
              {
                id: "console",
                header: "Console access",
                cell: (user) => (
                  <StatusIndicator type={ACCESS[user.consoleAccess][0]}>
                    {ACCESS[user.consoleAccess][1]}
                  </StatusIndicator>
                ),
              },
              { id: "mfa", header: "MFA", cell: (user) => kinds(user.mfa) },
              {
                id: "changed",
                header: "Password set",
                cell: (user) => (user.passwordChangedAt == null ? "-" : when(user.passwordChangedAt)),
              },
              {
                id: "used",
                header: "Last sign-in",
                cell: (user) => (user.passwordLastUsedAt == null ? "Never" : when(user.passwordLastUsedAt)),
              },
              {
                id: "keys",
                header: "Access keys",
                cell: ({ accessKeys }) => {
                  if (accessKeys == null) return DENIED;
                  const active = accessKeys.filter(({ isActive }) => isActive).length;
                  if (accessKeys.length === 0) return "None";
                  return active === 0 ? "Inactive" : `${active} active`;
                },
              },
              {
                id: "actions",
                header: "Actions",
                cell: (user) => (
                  <ButtonDropdown
                    variant="inline-icon"
                    ariaLabel={`Actions for ${user.userName}`}
                    expandToViewport
                    items={[
                      {
                        id: "password",
                        text: user.consoleAccess === "none" ? "Enable console access" : "Reset password",
                      },
                      { id: "remove-password", text: "Remove console access", disabled: user.consoleAccess === "none" },
                      { id: "mfa", text: "Manage MFA devices", disabled: user.mfa?.length === 0 },
                      { id: "delete", text: "Delete user" },
                    ]}
                    onItemClick={({ detail }) => setAct({ act: detail.id as Act["act"], user })}
                  />
                ),
              },
            ]}
          />
        )}
      </ConsoleLoading>
      {act?.act === "password" && <SetPassword user={act.user} onClose={() => setAct(null)} />}
      {act?.act === "mfa" && <UserDevices user={act.user} onClose={() => setAct(null)} />}
      {act !== null && (act.act === "delete" || act.act === "remove-password") && (
        <AskFirst
          header={
            act.act === "delete" ? `Delete ${act.user.userName}?` : `Remove console access of ${act.user.userName}?`
          }
          confirm={act.act === "delete" ? "Delete user" : "Remove access"}
          onClose={() => setAct(null)}
          onConfirm={() => confirm(act)}
        >
          {act.act === "delete"
            ? "The user, the password, access keys, MFA devices, memberships of groups and all sessions are gone at once."
            : "The password is deleted and all sessions end at once."}
        </AskFirst>
      )}
    </SpaceBetween>
  );
}
