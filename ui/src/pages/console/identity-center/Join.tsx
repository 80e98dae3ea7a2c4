import { useState, type ReactNode } from "react";
import type { Outcome } from "../../../api/client";
import { useSubmit } from "../../useSubmit";
import { Ask } from "../Ask";

interface Props {
  title: string;
  /** What the button that does it says. */
  confirm: string;
  send(chosen: string[]): Promise<Outcome<unknown>>;
  onClose(): void;
  /** Where they are chosen, by id. */
  children(chosen: string[], choose: (ids: string[]) => void): ReactNode;
}

/** Chooses who comes into a group, or the groups that somebody comes into. */
export function Join({ title, confirm, send, onClose, children }: Props) {
  const submission = useSubmit();
  const [chosen, setChosen] = useState<string[]>([]);
  return (
    <Ask
      title={title}
      confirm={confirm}
      large
      submission={submission}
      disabled={chosen.length === 0}
      onConfirm={() => void submission.send<unknown>(() => send(chosen), onClose)}
      onClose={onClose}
    >
      {children(chosen, setChosen)}
    </Ask>
  );
}
