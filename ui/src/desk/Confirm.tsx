import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import type { ErrorBody } from "../api/types";

interface Props {
  visible: boolean;
  title: string;
  action: string;
  busy: boolean;
  error: ErrorBody | null;
  children: ReactNode;
  onCancel(): void;
  onConfirm(): void;
}

/** Asks before something is gone. */
export function Confirm({ visible, title, action, busy, error, children, onCancel, onConfirm }: Props) {
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
      <SpaceBetween size="s">
        {error !== null && <Alert type="error">{error.message}</Alert>}
        <div>{children}</div>
      </SpaceBetween>
    </Modal>
  );
}
