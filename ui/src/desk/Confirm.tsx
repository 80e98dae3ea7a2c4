import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";

interface Props {
  visible: boolean;
  title: string;
  action: string;
  busy: boolean;
  children: ReactNode;
  onCancel(): void;
  onConfirm(): void;
}

/** Asks before something is gone. */
export function Confirm({ visible, title, action, busy, children, onCancel, onConfirm }: Props) {
  return (
    <Modal
      visible={visible}
      header={title}
      closeAriaLabel="Close"
      onDismiss={onCancel}
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <Button onClick={onCancel}>Cancel</Button>
            <Button variant="primary" loading={busy} onClick={onConfirm}>
              {action}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      {children}
    </Modal>
  );
}
