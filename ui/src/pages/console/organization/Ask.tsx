import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { FormEvent, ReactNode } from "react";
import type { Submission } from "../../useSubmit";
import { ConsoleRefusal } from "../ConsolePage";

interface Props {
  title: string;
  /** What the button that does it says. */
  confirm: string;
  submission: Submission;
  /** The fields that show their own refusals. */
  fields?: string[];
  disabled?: boolean;
  large?: boolean;
  onConfirm(): void;
  onClose(): void;
  children: ReactNode;
}

/** A question in a dialog that stays open while the answer is refused. */
export function Ask({
  title,
  confirm,
  submission,
  fields = [],
  disabled = false,
  large = false,
  onConfirm,
  onClose,
  children,
}: Props) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!disabled) onConfirm();
  };
  return (
    <Modal
      visible
      size={large ? "large" : "medium"}
      header={title}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" loading={submission.busy} disabled={disabled} onClick={onConfirm}>
              {confirm}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form ref={submission.place} noValidate onSubmit={submit}>
        <SpaceBetween size="m">
          <ConsoleRefusal error={submission.whole(...fields)} />
          {children}
        </SpaceBetween>
      </form>
    </Modal>
  );
}
