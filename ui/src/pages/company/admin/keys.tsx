import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import type { CompanyError, KeyAlgorithm, KeyState } from "../../../api/company";
import type { Submission } from "../../useSubmit";
import { CompanyDialog } from "./CompanyDialog";
import { ChoiceField } from "./fields";

export const ALGORITHMS: Record<KeyAlgorithm, string> = {
  p256: "ECDSA on P-256 (ES256)",
  rsa2048: "RSA of 2048 bits (RS256)",
};

const STATES: Record<KeyState, { type: StatusIndicatorProps.Type; words: string }> = {
  active: { type: "success", words: "Signs" },
  next: { type: "pending", words: "Next: published, signs nothing yet" },
  old: { type: "stopped", words: "Old: published, signs nothing any more" },
  removed: { type: "error", words: "Removed" },
};

/** Where in its life a key is. */
export function KeyStatus({ state }: { state: KeyState }) {
  const { type, words } = STATES[state];
  return (
    <StatusIndicator type={type} wrapText>
      {words}
    </StatusIndicator>
  );
}

interface ActsProps {
  state: KeyState;
  /** What the buttons are about. */
  name: string;
  busy: boolean;
  onActivate(): void;
  onRemove(): void;
}

/** What can be done with a key where it is in its life. */
export function KeyActs({ state, name, busy, onActivate, onRemove }: ActsProps) {
  if (state === "active" || state === "removed") return <Box color="text-body-secondary">-</Box>;
  return (
    <SpaceBetween size="xs" direction="horizontal">
      <Button variant="inline-link" disabled={busy} ariaLabel={`Let ${name} sign`} onClick={onActivate}>
        Let it sign
      </Button>
      <Button variant="inline-link" disabled={busy} ariaLabel={`Remove ${name}`} onClick={onRemove}>
        Remove
      </Button>
    </SpaceBetween>
  );
}

interface AddProps {
  title: string;
  submission: Submission<CompanyError>;
  onAdd(algorithm: KeyAlgorithm): void;
  onClose(): void;
}

/** The kind of a new key. */
export function AddKey({ title, submission, onAdd, onClose }: AddProps) {
  const [algorithm, setAlgorithm] = useState<KeyAlgorithm>("p256");
  return (
    <CompanyDialog
      title={title}
      confirm="Add"
      submission={submission}
      onConfirm={() => onAdd(algorithm)}
      onClose={onClose}
    >
      <div>It is published at once, so that others know it before it signs.</div>
      <ChoiceField
        label="Kind of key"
        description="Making one of RSA takes a moment."
        value={algorithm}
        options={ALGORITHMS}
        onChange={setAlgorithm}
      />
    </CompanyDialog>
  );
}
