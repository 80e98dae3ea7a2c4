import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useId, useState, type FormEvent, type ReactNode } from "react";

interface Props {
  header: string;
  confirm: string;
  /** What must be typed before it can be confirmed. */
  typed?: string;
  children: ReactNode;
  onClose(): void;
  onConfirm(): void;
}

/** Asks before something is gone. The button belongs to the form, so that Enter sends it, too. */
export function AskFirst({ header, confirm, typed, children, onClose, onConfirm }: Props) {
  const form = useId();
  const [text, setText] = useState("");
  const isTyped = typed === undefined || text.trim() === typed;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isTyped) onConfirm();
  };
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
            <Button variant="primary" form={form} formAction="submit" disabled={!isTyped}>
              {confirm}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form id={form} noValidate onSubmit={submit}>
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
      </form>
    </Modal>
  );
}
