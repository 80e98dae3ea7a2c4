import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../api/client";
import type { UserView } from "../../api/types";
import { useSubmit } from "../useSubmit";
import { bodyOf, ConsolePasswordFields, NEW_PASSWORD } from "./ConsolePasswordFields";
import { ConsoleRefusal } from "./ConsolePage";
import { ShownOnce } from "./ShownOnce";

/** Gives a user a console password, the first or a new one. */
export function SetPassword({ user, onClose }: { user: Pick<UserView, "userName">; onClose(): void }) {
  const submission = useSubmit();
  const [value, setValue] = useState(NEW_PASSWORD);
  const [done, setDone] = useState<{ password: string | null } | null>(null);
  const save = () =>
    void submission.send(
      () =>
        outcome(
          api.PUT("/api/users/{userName}/password", {
            params: { path: { userName: user.userName } },
            body: bodyOf(value),
          }),
        ),
      (answer) => (answer.password == null ? onClose() : setDone({ password: answer.password })),
    );
  return (
    <Modal
      visible
      header={`Console password of ${user.userName}`}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <Button onClick={onClose}>{done === null ? "Cancel" : "Close"}</Button>
            {done === null && (
              <Button variant="primary" loading={submission.busy} onClick={save}>
                Set password
              </Button>
            )}
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <ConsoleRefusal error={submission.whole("password")} />
        {done?.password == null ? (
          <div ref={submission.place}>
            <ConsolePasswordFields value={value} error={submission.field("password")} onChange={setValue} />
          </div>
        ) : (
          <ShownOnce userName={user.userName} password={done.password} />
        )}
      </SpaceBetween>
    </Modal>
  );
}
