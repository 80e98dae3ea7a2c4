import type {
  AccessKey,
  AccountView,
  Challenge,
  CookieView,
  EventView,
  HolderPolicies,
  GroupView,
  IdentityView,
  MfaChoice,
  MfaDevice,
  PasswordEntry,
  SecurityCredentialsView,
  SessionMfa,
  SessionView,
  SignInStep,
  UserView,
  WorldAnswer,
} from "../api/types";

// People and things of a small world, in the shapes that the core answers with.

export const SIGN_IN = "https://signin.aws.amazon.com/signin";
export const ALIAS_SIGN_IN = "https://acme.signin.aws.amazon.com/console";
export const CONSOLE_HOME = "https://console.aws.amazon.com/console/home";

export const alice: IdentityView = {
  kind: "iam-user",
  accountId: "111122223333",
  accountIdDashed: "1111-2222-3333",
  accountName: "Acme",
  accountAlias: "acme",
  arn: "arn:aws:iam::111122223333:user/alice",
  displayName: "alice @ acme",
  userName: "alice",
};

export const session: Extract<SessionView, { status: "signed-in" }> = {
  status: "signed-in",
  expiresAt: "2026-03-01T21:04:05Z",
  identity: alice,
  recentRoles: [],
  multiSession: false,
  otherSessions: [],
};

export const signedOut: SessionView = { status: "signed-out", signInAddress: ALIAS_SIGN_IN };

export const signedIn: SignInStep = { step: "signed-in", destination: CONSOLE_HOME };

export const newPassword: Extract<SignInStep, { step: "new-password" }> = {
  step: "new-password",
  account: "acme",
  userName: "alice",
  reason: "expired",
  requirements: ["At least 14 characters", "At least one number"],
};

export const phone: MfaDevice = {
  id: "00000000-0000-4000-8000-000000000001",
  kind: "virtual",
  name: "phone",
  serial: "arn:aws:iam::111122223333:mfa/phone",
  enabledAt: "2026-02-01T09:04:05Z",
  inSync: true,
};

export const fob: MfaDevice = {
  id: "00000000-0000-4000-8000-000000000002",
  kind: "hardware",
  name: "fob",
  serial: "GAHT12345678",
  enabledAt: "2026-02-02T09:04:05Z",
  inSync: false,
};

export const key: MfaDevice = {
  id: "00000000-0000-4000-8000-000000000003",
  kind: "passkey",
  name: "blue-key",
  serial: "arn:aws:iam::111122223333:u2f/user/alice/blue-key-AAAAAAAABBBBBBBBCCCCCCCCDD",
  enabledAt: "2026-02-03T09:04:05Z",
  inSync: null,
};

function choices(devices: MfaDevice[]): MfaChoice[] {
  return devices.map(({ id, kind, name }) => ({ id, kind, name }));
}

/** The second factor of alice. */
export function mfaStep(...devices: MfaDevice[]): Extract<SignInStep, { step: "mfa" }> {
  return {
    step: "mfa",
    userName: "alice",
    account: "acme",
    devices: choices(devices),
    alternativeFactors: false,
    suggestResync: false,
  };
}

/** The second factor of a root user. */
export function rootMfaStep(...devices: MfaDevice[]): Extract<SignInStep, { step: "mfa" }> {
  return {
    step: "mfa",
    email: "root@acme.example",
    devices: choices(devices),
    alternativeFactors: true,
    suggestResync: false,
  };
}

export const withPhone: SessionMfa = {
  kind: "virtual",
  serial: phone.serial,
  at: "2026-03-01T09:04:05Z",
  userVerified: false,
};

export function credentials(...mfaDevices: MfaDevice[]): SecurityCredentialsView {
  return {
    identity: alice,
    mayChangePassword: true,
    requirements: ["At least 14 characters"],
    sessions: [],
    mfaDevices,
    mfaLimit: 8,
  };
}

export function challenge(letters: string): Challenge {
  return { image: `data:image/svg+xml,${letters}`, question: `How many letters has ${letters}?` };
}

export function check(letters: string, purpose: "sign-in" | "recovery" = "sign-in"): SignInStep {
  return { step: "security-check", purpose, challenge: challenge(letters) };
}

export const account: AccountView = {
  accountId: "111122223333",
  accountIdDashed: "1111-2222-3333",
  alias: "acme",
  isManagement: false,
  name: "Acme",
  passwordPolicy: null,
  signInUrl: ALIAS_SIGN_IN,
  signInUrlWithId: "https://111122223333.signin.aws.amazon.com/console",
};

export function user(userName: string, more: Partial<UserView> = {}): UserView {
  return {
    userName,
    userId: `AIDA${userName.toUpperCase()}`,
    arn: `arn:aws:iam::111122223333:user/${userName}`,
    consoleAccess: "enabled",
    createdAt: "2026-01-01T00:00:00Z",
    groups: 0,
    mfa: [],
    accessKeys: [],
    ...more,
  };
}

export function group(groupName: string, more: Partial<GroupView> = {}): GroupView {
  return {
    groupName,
    groupId: `AGPA${groupName.toUpperCase()}`,
    arn: `arn:aws:iam::111122223333:group/${groupName}`,
    createdAt: "2026-01-02T00:00:00Z",
    users: 0,
    hasPermissions: false,
    ...more,
  };
}

export function accessKey(id: string, more: Partial<AccessKey> = {}): AccessKey {
  return { id, isActive: true, createdAt: "2026-01-03T00:00:00Z", lastUse: { use: "never" }, ...more };
}

/** Someone without any policies. */
export const noPolicies: HolderPolicies = {
  arn: "arn:aws:iam::111122223333:group/Ops",
  attached: [],
  inline: [],
  byGroup: null,
  boundary: null,
  denials: [],
};

export function event(seq: number, more: Partial<EventView> = {}): EventView {
  return {
    seq,
    id: `event-${seq}`,
    name: "ConsoleLogin",
    outcome: "success",
    region: "us-east-1",
    sourceIp: "203.0.113.7",
    time: "2026-03-01T09:04:05Z",
    userName: "alice",
    record: {},
    ...more,
  };
}

export function cookie(name: string, more: Partial<CookieView> = {}): CookieView {
  return { name, domain: "signin.aws.amazon.com", path: "/", httpOnly: true, secure: true, sameSite: "Lax", ...more };
}

export const world: WorldAnswer = {
  worldId: "w1",
  dataFolder: "/home/alice/vestibule",
  version: "0.1.0",
  clock: { isReal: true, now: "2026-03-01T09:04:05Z", realNow: "2026-03-01T09:04:05Z", offsetSeconds: 0 },
  settings: { securityCheck: "after-failures" },
};

export const entry: PasswordEntry = {
  id: 1,
  kind: "iam-user",
  account: "acme",
  accountName: "Acme",
  signInName: "alice",
  address: ALIAS_SIGN_IN,
  hasPassword: true,
  note: "An everyday user",
  title: "alice",
};
