import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";

interface Props {
  title: string;
  /** What the button that does it says. */
  confirm: string;
  busy: boolean;
  large?: boolean;
  disabled?: boolean;
  onConfirm(): void;
  onClose(): void;
  children: ReactNode;
}

/** A question in a dialog. */
export function Ask({ title, confirm, busy, large, disabled, onConfirm, onClose, children }: Props) {
  return (
    <Modal
      visible
      size={large === true ? "large" : "medium"}
      header={title}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" loading={busy} disabled={disabled === true} onClick={onConfirm}>
              {confirm}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      {children}
    </Modal>
  );
}
