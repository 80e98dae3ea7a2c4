import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useId, type FormEvent, type ReactNode } from "react";
import type { CompanyError } from "../../../api/company";
import type { Submission } from "../../useSubmit";
import { CompanyRefusal } from "../CompanyRefusal";

/** Where the company's dialogs are, so that they have its look. */
export const LAYER = "company-layer";

interface Props {
  title: string;
  /** What the button that does it says. */
  confirm: string;
  submission: Submission<CompanyError>;
  /** The fields that show their own refusals. */
  fields?: string[];
  onConfirm(): void;
  onClose(): void;
  children: ReactNode;
}

/** A question that stays open while the answer is refused. The button belongs to the form, so that Enter sends it, too. */
export function CompanyDialog({ title, confirm, submission, fields = [], onConfirm, onClose, children }: Props) {
  const form = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!submission.busy) onConfirm();
  };
  const layer = document.getElementById(LAYER);
  return (
    <Modal
      visible
      {...(layer === null ? {} : { modalRoot: layer })}
      header={title}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" form={form} formAction="submit" loading={submission.busy}>
              {confirm}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form id={form} ref={submission.place} noValidate onSubmit={submit}>
        <SpaceBetween size="m">
          <CompanyRefusal error={submission.whole(...fields)} />
          {children}
        </SpaceBetween>
      </form>
    </Modal>
  );
}
