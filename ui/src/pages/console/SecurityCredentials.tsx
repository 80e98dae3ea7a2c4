import Alert from "@cloudscape-design/components/alert";
import Badge from "@cloudscape-design/components/badge";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useRef, useState, type FormEvent } from "react";
import { api, outcome } from "../../api/client";
import { never, type MfaDevice, type SecurityCredentialsView, type SessionEntry } from "../../api/types";
import { useStepFocus } from "../../browser/focus";
import { useAutofill, useFillable } from "../../desk/autofill";
import { useLoaded } from "../../desk/useLoaded";
import { when } from "../../shell/when";
import { AssignDevice } from "../mfa/AssignDevice";
import { FormButtons } from "../FormButtons";
import { NewPasswordFields } from "../NewPasswordFields";
import { PasswordField } from "../PasswordField";
import { useSubmit } from "../useSubmit";
import { ConsoleFrame } from "./ConsoleFrame";
import { ConsoleLoading, ConsolePage, ConsoleRefusal, RootMfaWarning, useSession } from "./ConsolePage";
import { FederatedSession } from "./FederatedSession";
import { AccessKeys } from "./iam/users/AccessKeys";
import { CreateAccessKey } from "./iam/users/CreateAccessKey";
import { OWN_KEYS } from "./iam/users/keyPaths";
import { MfaNewsAlert, MfaSection, type MfaNews } from "./MfaSection";
import { RemoveDevice } from "./RemoveDevice";
import { ResyncDevice } from "./ResyncDevice";

const ask = () => outcome(api.GET("/api/security-credentials"));

/** My password, my MFA devices, my access keys and my sessions. */
export default function SecurityCredentials() {
  return (
    <ConsolePage testId="page-security-credentials">
      <Own />
    </ConsolePage>
  );
}

function Own() {
  const { federation } = useSession();
  return federation == null ? <Credentials /> : <FederatedSession federation={federation} />;
}

type View =
  { at: "overview" } | { at: "assign" } | { at: "create-key" } | { at: "resync" | "remove"; device: MfaDevice };

function Credentials() {
  const [loaded] = useLoaded(ask);
  const [view, setView] = useState<View>({ at: "overview" });
  const [news, setNews] = useState<MfaNews | null>(null);
  const to = (next: View) => {
    setNews(null);
    setView(next);
  };
  const overview = () => to({ at: "overview" });
  const done = (what: MfaNews) => {
    overview();
    setNews(what);
  };
  // A step keeps its place while what is behind it is asked for again.
  return (
    <ConsoleLoading of={loaded}>
      {(credentials) => {
        switch (view.at) {
          case "overview":
            return <Overview credentials={credentials} news={news} onView={to} />;
          case "assign":
            return (
              <AssignDevice
                place="session"
                Frame={ConsoleFrame}
                onEnrolled={({ device }) => done({ news: "assigned", device })}
                onCancel={overview}
              />
            );
          case "create-key":
            return (
              <CreateAccessKey operations={OWN_KEYS} isRoot={credentials.identity.kind === "root"} onDone={overview} />
            );
          case "resync": {
            const { device } = view;
            return (
              <ResyncDevice device={device} onDone={() => done({ news: "resynced", device })} onCancel={overview} />
            );
          }
          case "remove": {
            const { device } = view;
            return (
              <RemoveDevice
                device={device}
                identity={credentials.identity}
                last={credentials.mfaDevices.length === 1}
                onDone={() => done({ news: "removed", device })}
                onCancel={overview}
              />
            );
          }
          default:
            return never(view);
        }
      }}
    </ConsoleLoading>
  );
}

interface OverviewProps {
  credentials: SecurityCredentialsView;
  news: MfaNews | null;
  onView(view: View): void;
}

function Overview({ credentials, news, onView }: OverviewProps) {
  const page = useRef<HTMLDivElement>(null);
  useStepFocus(page);
  return (
    <div ref={page}>
      <SpaceBetween size="l">
        <Header variant="h1" description={credentials.identity.arn}>
          My security credentials
        </Header>
        <RootMfaWarning />
        <MfaNewsAlert news={news} />
        <Password view={credentials} />
        <MfaSection
          view={credentials}
          onAssign={() => onView({ at: "assign" })}
          onResync={(device) => onView({ at: "resync", device })}
          onRemove={(device) => onView({ at: "remove", device })}
        />
        <AccessKeys
          operations={OWN_KEYS}
          isRoot={credentials.identity.kind === "root"}
          onCreate={() => onView({ at: "create-key" })}
        />
        <Sessions sessions={credentials.sessions} />
      </SpaceBetween>
    </div>
  );
}

function Password({ view }: { view: SecurityCredentialsView }) {
  const [open, setOpen] = useState(false);
  const [changed, setChanged] = useState(false);
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            !open && (
              <Button disabled={!view.mayChangePassword} onClick={() => setOpen(true)}>
                Update password
              </Button>
            )
          }
        >
          Console password
        </Header>
      }
    >
      <SpaceBetween size="m">
        {changed && <Alert type="success">The password was changed. Your other sessions were ended.</Alert>}
        {!view.mayChangePassword && (
          <Alert type="info">
            Your account does not let IAM users change their own password. Ask your administrator, who can allow it in
            the account&apos;s password policy.
          </Alert>
        )}
        <ColumnLayout columns={2} variant="text-grid">
          <div>
            <Box variant="awsui-key-label">Last changed</Box>
            <div>{view.passwordChangedAt == null ? "Never" : when(view.passwordChangedAt)}</div>
          </div>
          <div>
            <Box variant="awsui-key-label">Expires</Box>
            <div>{view.passwordExpiresAt == null ? "Never" : when(view.passwordExpiresAt)}</div>
          </div>
        </ColumnLayout>
        {open && (
          <ChangePassword
            view={view}
            onClose={(done) => {
              setOpen(false);
              setChanged(done);
            }}
          />
        )}
      </SpaceBetween>
    </Container>
  );
}

const NOTHING = { currentPassword: "", newPassword: "", confirmPassword: "" };

function ChangePassword({ view, onClose }: { view: SecurityCredentialsView; onClose(done: boolean): void }) {
  const { setOffer } = useAutofill();
  const submission = useSubmit();
  const [chosen, setChosen] = useState(NOTHING);
  const { identity } = view;
  const me = identity.userName ?? identity.email ?? "";

  useFillable((filling) => {
    if (filling.kind !== identity.kind || filling.signInName !== me) return false;
    setChosen({ ...chosen, currentPassword: filling.password });
    return true;
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const ok = await submission.send(
      () => outcome(api.POST("/api/security-credentials/password", { body: chosen })),
      () => {
        const account = identity.kind === "root" ? null : (identity.accountAlias ?? identity.accountId);
        setOffer({
          kind: identity.kind === "root" ? "root" : "iam-user",
          account,
          signInName: me,
          password: chosen.newPassword,
        });
        onClose(true);
      },
    );
    if (!ok) setChosen(NOTHING);
  };
  return (
    <form ref={submission.place} noValidate onSubmit={(event) => void submit(event)}>
      <SpaceBetween size="m">
        <ConsoleRefusal error={submission.whole("currentPassword", "newPassword", "confirmPassword")} />
        <PasswordField
          label="Current password"
          name="current-password"
          autoFocus
          value={chosen.currentPassword}
          error={submission.field("currentPassword")}
          onChange={(currentPassword) => setChosen({ ...chosen, currentPassword })}
        />
        <NewPasswordFields
          chosen={chosen}
          again="Confirm new password"
          requirements={view.requirements}
          submission={submission}
          onChange={(fresh) => setChosen({ ...chosen, ...fresh })}
        />
        <FormButtons action="Change password" busy={submission.busy} onCancel={() => onClose(false)} />
      </SpaceBetween>
    </form>
  );
}

function Sessions({ sessions }: { sessions: SessionEntry[] }) {
  const submission = useSubmit();
  const end = (id: string) =>
    void submission.send(
      () => outcome(api.POST("/api/security-credentials/sessions/{id}/end", { params: { path: { id } } })),
      () => undefined,
    );
  const endOthers = () =>
    void submission.send(
      () => outcome(api.POST("/api/security-credentials/sessions/end-others")),
      () => undefined,
    );
  return (
    <SpaceBetween size="s">
      <ConsoleRefusal error={submission.error} />
      <Table
        items={sessions}
        trackBy="id"
        wrapLines
        ariaLabels={{ tableLabel: "Console sessions" }}
        header={
          <Header
            variant="h2"
            counter={`(${sessions.length})`}
            description="A session lasts 12 hours, until you sign out, or until the password changes."
            actions={
              <Button disabled={sessions.length < 2 || submission.busy} onClick={endOthers}>
                End all others
              </Button>
            }
          >
            Console sessions
          </Header>
        }
        columnDefinitions={[
          {
            id: "started",
            header: "Started",
            isRowHeader: true,
            cell: (session) => (
              <SpaceBetween size="xs" direction="horizontal">
                <span>{when(session.startedAt)}</span>
                {session.current && <Badge color="green">This session</Badge>}
              </SpaceBetween>
            ),
          },
          { id: "seen", header: "Last used", cell: (session) => when(session.lastSeenAt) },
          { id: "ends", header: "Ends", cell: (session) => when(session.expiresAt) },
          { id: "from", header: "From", cell: (session) => session.sourceIp },
          {
            id: "end",
            header: "Action",
            cell: (session) =>
              session.current ? (
                <Box color="text-body-secondary">Sign out to end it</Box>
              ) : (
                <Button
                  variant="inline-link"
                  ariaLabel={`End session started ${when(session.startedAt)}`}
                  onClick={() => end(session.id)}
                >
                  End
                </Button>
              ),
          },
        ]}
      />
    </SpaceBetween>
  );
}
