import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { CenterUserDetails } from "../../../../api/types";
import { useNavigation } from "../../../../browser/navigation";
import { useSubmit } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";
import { AskFirst } from "../../iam/AskFirst";
import { Ask } from "../../Ask";
import { OneTimePassword } from "../OneTimePassword";
import { useIsExternal } from "../useIsExternal";

type Asking = "reset" | "disable" | "delete";

/** What is done to a person as a whole. */
export function UserActions({ user }: { user: CenterUserDetails }) {
  const { id, userName, enabled } = user;
  const navigation = useNavigation();
  const submission = useSubmit();
  const [asking, setAsking] = useState<Asking | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const [password, setPassword] = useState<string | null>(null);
  const isExternal = useIsExternal();
  const isProvisioned = user.provisioned === true;
  const params = { path: { id } };
  const close = () => setAsking(null);
  const say = (words: string) => {
    setPassword(null);
    setDone(words);
  };
  const setEnabled = (wanted: boolean) => {
    close();
    void submission.send<unknown>(
      () => outcome(api.PUT("/api/identity-center/users/{id}/enabled", { params, body: { enabled: wanted } })),
      () =>
        say(
          wanted ? `${userName} may sign in again.` : `${userName} is disabled, and signed out of the access portal.`,
        ),
    );
  };
  const invite = () =>
    void submission.send<unknown>(
      () => outcome(api.POST("/api/identity-center/users/{id}/invitation", { params })),
      () => say(`An invitation is on its way to ${user.email}. The one before is worth nothing any more.`),
    );
  const remove = () => {
    close();
    void submission.send<unknown>(
      () => outcome(api.DELETE("/api/identity-center/users/{id}", { params })),
      () => navigation.visit({ page: "center-users" }),
    );
  };
  return (
    <SpaceBetween size="m">
      <Header
        variant="h1"
        description={isProvisioned ? "Your identity provider provisions this user." : undefined}
        actions={
          <SpaceBetween size="xs" direction="horizontal">
            {user.password === "none" && !isExternal && (
              <Button loading={submission.busy} onClick={invite}>
                Send invitation
              </Button>
            )}
            {!isExternal && <Button onClick={() => setAsking("reset")}>Reset password</Button>}
            {enabled ? (
              <Button onClick={() => setAsking("disable")}>Disable user access</Button>
            ) : (
              <Button loading={submission.busy} onClick={() => setEnabled(true)}>
                Enable user access
              </Button>
            )}
            <Button onClick={() => setAsking("delete")}>Delete user</Button>
          </SpaceBetween>
        }
      >
        {user.displayName}
      </Header>
      <ConsoleRefusal error={submission.error} />
      {done !== null && (
        <div role="status">
          <Alert type="success" dismissible dismissAriaLabel="Dismiss" onDismiss={() => setDone(null)}>
            {done}
          </Alert>
        </div>
      )}
      {password !== null && <OneTimePassword userName={userName} password={password} />}
      {asking === "reset" && (
        <ResetPassword
          user={user}
          onClose={close}
          onDone={(shown) => {
            close();
            setDone(
              shown === null ? `A mail with a link to choose a new password is on its way to ${user.email}.` : null,
            );
            setPassword(shown);
          }}
        />
      )}
      {asking === "disable" && (
        <AskFirst
          header={`Disable ${userName}?`}
          confirm="Disable user access"
          onClose={close}
          onConfirm={() => setEnabled(false)}
        >
          {userName} is signed out of the access portal at once and cannot sign in. Console sessions and short-term
          credentials that were opened from it stay good until they expire.
          {isProvisioned &&
            " The next synchronization lets them in again, unless your identity provider has disabled them, too."}
        </AskFirst>
      )}
      {asking === "delete" && (
        <AskFirst
          header={`Delete ${userName}?`}
          confirm="Delete user"
          typed={userName}
          onClose={close}
          onConfirm={remove}
        >
          The user, the password, MFA devices, memberships of groups, what was assigned, and sessions of the access
          portal are gone at once. Console sessions and short-term credentials stay good until they expire.
          {isProvisioned &&
            " As long as your identity provider has the user, the next synchronization brings them back."}
        </AskFirst>
      )}
    </SpaceBetween>
  );
}

interface ResetProps {
  user: CenterUserDetails;
  onClose(): void;
  onDone(oneTimePassword: string | null): void;
}

function ResetPassword({ user, onClose, onDone }: ResetProps) {
  const submission = useSubmit();
  const [how, setHow] = useState<"email" | "one-time">("email");
  return (
    <Ask
      title={`Reset the password of ${user.userName}`}
      confirm="Reset password"
      submission={submission}
      onConfirm={() =>
        void submission.send(
          () =>
            outcome(
              api.POST("/api/identity-center/users/{id}/password", {
                params: { path: { id: user.id } },
                body: { how },
              }),
            ),
          (answer) => onDone(answer.oneTimePassword ?? null),
        )
      }
      onClose={onClose}
    >
      <RadioGroup
        name="how"
        ariaLabel="How"
        value={how}
        onChange={({ detail }) => setHow(detail.value === "one-time" ? "one-time" : "email")}
        items={[
          {
            value: "email",
            label: "Send an email to the user with instructions for resetting the password",
            description: "The password of now works until another is chosen.",
          },
          {
            value: "one-time",
            label: "Generate a one-time password and share it with the user",
            description:
              "It takes the place of the password at once, and ends the user's sessions at the access portal.",
          },
        ]}
      />
    </Ask>
  );
}
