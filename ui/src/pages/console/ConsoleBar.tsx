import Box from "@cloudscape-design/components/box";
import ButtonDropdown, { type ButtonDropdownProps } from "@cloudscape-design/components/button-dropdown";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import { api, outcome } from "../../api/client";
import type { FederationView, IdentityView, RecentRole } from "../../api/types";
import { addressOf, inSession } from "../../browser/addresses";
import { useNavigation } from "../../browser/navigation";
import { Mark } from "../../shell/Glyph";
import { when } from "../../shell/when";
import { placeOf } from "../federation/issuer";
import { useSignOut, useSignOutOfAll, type SignedIn } from "./ConsolePage";
import { RegionSelector } from "./services/RegionSelector";

const KINDS: Record<IdentityView["kind"], string> = {
  root: "Root user",
  "iam-user": "IAM user",
  "assumed-role": "Role",
  "federated-user": "Federated user",
};

/** What kind of session it is for which somebody else vouched. */
const FROM: Record<FederationView["by"], string> = {
  "identity-center": "Federated",
  saml: "Federated (SAML)",
  "web-identity": "Federated (web identity)",
  broker: "Federated (broker)",
};

/** The bar above every console page: whose it is, and the account menu. */
export function ConsoleBar({ session }: { session: SignedIn }) {
  const navigation = useNavigation();
  const { identity, role } = session;
  return (
    <div className="console-bar" role="navigation" aria-label="Console">
      <button
        type="button"
        className="console-brand menu-button"
        onClick={() => navigation.visit({ page: "console-home" })}
      >
        <Mark size={24} /> Console
      </button>
      <span className="grow" />
      <div className="console-region">
        <RegionSelector />
      </div>
      <AccountId identity={identity} />
      {role?.color != null && (
        <span className="role-color" aria-hidden="true" style={{ background: `#${role.color}` }} />
      )}
      <AccountMenu session={session} />
    </div>
  );
}

function AccountMenu({ session }: { session: SignedIn }) {
  const navigation = useNavigation();
  const signOut = useSignOut();
  const signOutOfAll = useSignOutOfAll();
  const switching = useSwitching();
  const { identity, role } = session;
  const shown = role?.displayName ?? identity.displayName;
  const recent = session.recentRoles;
  const choose = (id: string) => {
    switch (id) {
      case "security-credentials":
        navigation.visit({ page: "security-credentials" });
        break;
      case "account-settings":
        navigation.visit({ page: "account-settings" });
        break;
      case "switch-role":
        navigation.visit({ page: "switch-role", account: "", roleName: "", displayName: "", color: "" });
        break;
      case "switch-back":
        void switching.back();
        break;
      case "sign-out":
        void signOut();
        break;
      case "sign-out-of-all":
        void signOutOfAll();
        break;
      case "portal":
        if (session.issuer != null) navigation.open(session.issuer);
        break;
      case "add-session":
        navigation.visit({ page: "sign-in", account: null, region: null });
        break;
      case "multi-session":
        void api.PUT("/api/sessions", { body: { multiSession: !session.multiSession } }).then(navigation.reload);
        break;
      default: {
        const again = recent[Number(id.replace("recent-", ""))];
        if (id.startsWith("recent-") && again !== undefined) void switching.to(again);
        const other = session.otherSessions.find(({ label }) => id === `session-${label}`);
        if (other !== undefined) navigation.open(inSession(addressOf({ page: "console-home" }), other.label));
      }
    }
  };
  return (
    <ButtonDropdown
      ariaLabel={`Account menu of ${shown}`}
      data-testid="account-menu"
      items={menu(session)}
      onItemClick={({ detail }) => choose(detail.id)}
    >
      {shown}
    </ButtonDropdown>
  );
}

function menu({
  identity,
  role,
  expiresAt,
  recentRoles,
  multiSession,
  otherSessions,
  issuer,
  federation,
}: SignedIn): ButtonDropdownProps.ItemOrGroup[] {
  const ends = when(role?.expiresAt ?? expiresAt);
  // The root user has no role to go to, and is not offered any.
  const roles = identity.kind === "root" ? [] : [{ id: "switch-role", text: "Switch role" }];
  const kind = federation == null ? KINDS[identity.kind] : FROM[federation.by];
  const place = placeOf(issuer);
  const back = role == null ? [] : [{ id: "switch-back", text: "Switch back" }];
  const groups: ButtonDropdownProps.ItemOrGroup[] = [
    {
      text: `${identity.accountName} · ${identity.accountIdDashed}`,
      items: [
        { id: "account-settings", text: "Account settings" },
        { id: "security-credentials", text: "Security credentials" },
      ],
    },
    {
      text: `${role == null ? kind : `Role ${role.roleName}/${role.sessionName}`} session, until ${ends}`,
      items: [
        ...back,
        ...roles,
        ...(place === null ? [] : [{ id: "portal", text: place.item }]),
        { id: "sign-out", text: "Sign out" },
        ...(otherSessions.length === 0 ? [] : [{ id: "sign-out-of-all", text: "Sign out of all sessions" }]),
      ],
    },
    {
      text: "Multi-session",
      items: [
        ...otherSessions.map(({ label, displayName }) => ({ id: `session-${label}`, text: displayName })),
        ...(multiSession ? [{ id: "add-session", text: "Add session" }] : []),
        { id: "multi-session", text: multiSession ? "Turn off multi-session" : "Turn on multi-session" },
      ],
    },
  ];
  if (identity.kind !== "root" && recentRoles.length > 0)
    groups.push({
      text: "Role history",
      items: recentRoles.map(({ displayName }, place) => ({ id: `recent-${place}`, text: displayName })),
    });
  return groups;
}

/** To a role of the history and back. A role that is refused is shown in the form, where one sees why. */
function useSwitching() {
  const navigation = useNavigation();
  return {
    async to({ account, roleName, displayName, color = null }: RecentRole) {
      const body = { account, roleName, displayName, color };
      const answer = await outcome(api.POST("/api/switch-role", { body }));
      if (answer.ok) navigation.visit(answer.data.destination);
      else navigation.visit({ page: "switch-role", account, roleName, displayName, color: color ?? "" });
    },
    async back() {
      const answer = await outcome(api.POST("/api/switch-back"));
      if (answer.ok) navigation.visit(answer.data.destination);
    },
  };
}

function AccountId({ identity }: { identity: IdentityView }) {
  return (
    <div className="console-account">
      <Box variant="small">
        <span className="console-account-words">Account ID </span>
        <CopyToClipboard
          variant="inline"
          textToCopy={identity.accountId}
          textToDisplay={identity.accountIdDashed}
          copyButtonAriaLabel="Copy account ID"
          copySuccessText="Account ID copied"
          copyErrorText="The account ID could not be copied"
        />
      </Box>
    </div>
  );
}
