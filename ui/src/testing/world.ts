import type {
  AccountView,
  Challenge,
  CookieView,
  EventView,
  IdentityView,
  PasswordEntry,
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
    ...more,
  };
}

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
