import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useId, type FormEvent, type ReactNode } from "react";
import type { Submission } from "../useSubmit";
import { ConsoleRefusal } from "./ConsolePage";

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

/** A question that stays open while the answer is refused. The button belongs to the form, so that Enter sends it, too. */
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
  const form = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!disabled && !submission.busy) onConfirm();
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
            <Button variant="primary" form={form} formAction="submit" loading={submission.busy} disabled={disabled}>
              {confirm}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form id={form} ref={submission.place} noValidate onSubmit={submit}>
        <SpaceBetween size="m">
          <ConsoleRefusal error={submission.whole(...fields)} />
          {children}
        </SpaceBetween>
      </form>
    </Modal>
  );
}
