import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../../api/client";
import { useLoaded } from "../../../../desk/useLoaded";
import { ConsoleLoading } from "../../ConsolePage";
import { AccessOf } from "../access/AccessOf";
import { IdentityCenterPage } from "../IdentityCenterPage";
import type { ThingProps } from "../pages";
import { UserActions } from "./UserActions";
import { UserCredentials } from "./UserCredentials";
import { UserDetails } from "./UserDetails";
import { UserDevices } from "./UserDevices";
import { UserGroups } from "./UserGroups";
import { UserSessions } from "./UserSessions";

/** One person of the identity store. */
export default function User({ id, section }: ThingProps) {
  const [tab, setTab] = useState(section ?? "profile");
  const ask = useCallback(
    () => outcome(api.GET("/api/identity-center/users/{id}", { params: { path: { id } } })),
    [id],
  );
  const [loaded] = useLoaded(ask);
  return (
    <IdentityCenterPage testId="page-center-user">
      <ConsoleLoading of={loaded}>
        {(user) => (
          <SpaceBetween size="l">
            <UserActions user={user} />
            <Tabs
              ariaLabel="About the user"
              activeTabId={tab}
              onChange={({ detail }) => setTab(detail.activeTabId)}
              tabs={[
                { id: "profile", label: "Profile", content: <UserDetails user={user} /> },
                { id: "groups", label: "Groups", content: <UserGroups user={user} /> },
                { id: "accounts", label: "AWS accounts", content: <AccessOf kind="user" id={id} /> },
                { id: "devices", label: "MFA devices", content: <UserDevices user={user} /> },
                { id: "sessions", label: "Active sessions", content: <UserSessions user={user} /> },
                { id: "credentials", label: "Credentials", content: <UserCredentials user={user} /> },
              ]}
            />
          </SpaceBetween>
        )}
      </ConsoleLoading>
    </IdentityCenterPage>
  );
}
