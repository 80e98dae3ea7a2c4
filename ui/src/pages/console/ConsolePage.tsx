import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { createContext, use, useEffect, type ReactNode } from "react";
import { api, outcome } from "../../api/client";
import type { ErrorBody, PolicyProblem, SessionView } from "../../api/types";
import { inSession, sessionOf } from "../../browser/addresses";
import { useNavigation } from "../../browser/navigation";
import { Loading } from "../../desk/Loading";
import { useLoaded } from "../../desk/useLoaded";
import { when } from "../../shell/when";
import { ConsoleBar } from "./ConsoleBar";
import { FederatedEnd } from "./FederatedEnd";
import { Why } from "./Why";

export type SignedIn = Extract<SessionView, { status: "signed-in" }>;

const Session = createContext<SignedIn | null>(null);

/** The session of this console page. */
export function useSession(): SignedIn {
  const session = use(Session);
  if (session === null) throw new Error("no console page around this component");
  return session;
}

const ask = () => outcome(api.GET("/api/session"));

interface Props {
  testId: string;
  children: ReactNode;
}

/** A console page: only for someone who is signed in. */
export function ConsolePage({ testId, children }: Props) {
  const { address } = useNavigation();
  const [loaded] = useLoaded(ask);
  return (
    <Loading of={loaded}>
      {(session) => {
        if (session.status === "signed-out")
          return session.federated == null ? (
            <Elsewhere address={session.signInAddress} />
          ) : (
            <FederatedEnd end={session.federated} signInAddress={session.signInAddress} />
          );
        // Drawn at its own address only: what is begun on a page that is drawn once more there would be lost.
        const own = ownAddress(address, session.label ?? null);
        if (own !== address) return <Elsewhere address={own} />;
        return (
          <Session value={session}>
            <ConsoleBar session={session} />
            <PastRole />
            <div className="page-wide" data-testid={testId}>
              {children}
            </div>
          </Session>
        );
      }}
    </Loading>
  );
}

/** In a browser with several sessions the address says which one the page is about. */
function ownAddress(address: string, label: string | null): string {
  return label === null || sessionOf(address) === label ? address : inSession(address, label);
}

function Elsewhere({ address }: { address: string }) {
  const { replace } = useNavigation();
  useEffect(() => replace(address), [replace, address]);
  return null;
}

/** Ends all sessions of this browser and goes where one signs in. */
export function useSignOutOfAll(): () => Promise<void> {
  const navigation = useNavigation();
  return async () => {
    const answer = await outcome(api.POST("/api/sign-out-of-all"));
    if (answer.ok) navigation.visit(answer.data.signInAddress);
  };
}

/** Ends this session and goes where one signs in. */
export function useSignOut(): () => Promise<void> {
  const navigation = useNavigation();
  return async () => {
    const answer = await outcome(api.POST("/api/sign-out"));
    if (answer.ok) navigation.visit(answer.data.signInAddress);
  };
}

/** A fault of a policy document, with its place in the text. */
export function problemWords({ message, line, column }: PolicyProblem): string {
  return line == null ? message : `Line ${line}, column ${column ?? 1}: ${message}`;
}

/** A refusal on a console page; without permission, AWS's own words. */
export function ConsoleRefusal({ error }: { error: ErrorBody | null }) {
  if (error === null) return null;
  const denied = error.code === "ACCESS_DENIED";
  return (
    <div role="alert" data-testid="refusal" data-code={error.code}>
      <Alert
        type="error"
        header={denied ? "Access denied" : "This could not be done"}
        action={error.denial != null && <Why denial={error.denial} />}
      >
        {error.message}
        {error.problems != null && error.problems.length > 0 && (
          <ul>
            {error.problems.map((problem, place) => (
              <li key={place}>{problemWords(problem)}</li>
            ))}
          </ul>
        )}
      </Alert>
    </div>
  );
}

/** What was loaded for a console page; a session that ended meanwhile leads to sign-in. */
export function ConsoleLoading<T>({
  of,
  children,
}: {
  of: ReturnType<typeof useLoaded<T>>[0];
  children: (data: T) => ReactNode;
}) {
  const navigation = useNavigation();
  const ended = of.state === "failed" && of.error.code === "NOT_SIGNED_IN";
  useEffect(() => {
    if (ended) navigation.reload();
  }, [ended, navigation]);
  if (of.state === "failed") return ended ? null : <ConsoleRefusal error={of.error} />;
  return <Loading of={of}>{children}</Loading>;
}

/** A role whose time ran out: from here on the pages are those of who signed in. */
function PastRole() {
  const { identity, pastRole } = useSession();
  if (pastRole == null) return null;
  return (
    <div className="page-note" role="status" data-testid="past-role">
      <Alert
        type="info"
        dismissible
        dismissAriaLabel="Dismiss"
        header={`The session of the role ${pastRole.displayName} has expired`}
        onDismiss={() => void api.POST("/api/switch-back")}
      >
        It ended at {when(pastRole.endedAt)}. You are {identity.displayName} again; switch to the role anew to go on.
      </Alert>
    </div>
  );
}

/** In the last fifteen days of a password. */
export function ExpiryWarning() {
  const navigation = useNavigation();
  const { passwordDaysLeft } = useSession();
  if (passwordDaysLeft == null) return null;
  return (
    <div data-testid="expiry-warning">
      <Alert
        type="warning"
        header={`Your password expires in ${passwordDaysLeft} ${passwordDaysLeft === 1 ? "day" : "days"}`}
        action={<Button onClick={() => navigation.visit({ page: "security-credentials" })}>Change password</Button>}
      >
        Change it before then to keep signing in without interruption.
      </Alert>
    </div>
  );
}

/** A root user without MFA, while it can still be put off. */
export function RootMfaWarning({ action }: { action?: ReactNode }) {
  const { rootMfaDaysLeft } = useSession();
  if (rootMfaDaysLeft == null) return null;
  const days = rootMfaDaysLeft === 1 ? "1 day" : `${rootMfaDaysLeft} days`;
  return (
    <div data-testid="root-mfa-warning">
      <Alert type="warning" header={`The root user has no MFA: ${days} left to register it`} action={action}>
        After that, signing in as the root user asks for it before anything else.
      </Alert>
    </div>
  );
}

/** When this session, or that of the role it acts as, ends. */
export function SessionEnd() {
  const { expiresAt, role } = useSession();
  return (
    <SpaceBetween size="xxs">
      <Box variant="awsui-key-label">{role == null ? "Session ends" : "Role session ends"}</Box>
      <div>{when(role == null ? expiresAt : role.expiresAt)}</div>
    </SpaceBetween>
  );
}
