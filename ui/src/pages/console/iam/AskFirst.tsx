import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState, type ReactNode } from "react";

interface Props {
  header: string;
  confirm: string;
  /** What must be typed before it can be confirmed. */
  typed?: string;
  children: ReactNode;
  onClose(): void;
  onConfirm(): void;
}

/** Asks before something is gone. */
export function AskFirst({ header, confirm, typed, children, onClose, onConfirm }: Props) {
  const [text, setText] = useState("");
  return (
    <Modal
      visible
      header={header}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" disabled={typed !== undefined && text.trim() !== typed} onClick={onConfirm}>
              {confirm}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning">{children}</Alert>
        {typed !== undefined && (
          <FormField label={`To confirm, enter ${typed}`}>
            <Input
              name="confirm"
              value={text}
              autoComplete={false}
              spellcheck={false}
              onChange={({ detail }) => setText(detail.value)}
            />
          </FormField>
        )}
      </SpaceBetween>
    </Modal>
  );
}
