import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import type { Submission } from "../useSubmit";
import { ConsoleRefusal } from "./ConsolePage";

interface Props {
  title: string;
  description?: string;
  /** What the button that saves says. */
  confirm?: string;
  submission: Submission;
  /** The fields that show their own refusals. */
  fields?: readonly string[];
  onSave(): void;
  onClose(): void;
  children: ReactNode;
}

/** A part of a page while it is changed. */
export function EditBox({
  title,
  description,
  confirm = "Save changes",
  submission,
  fields = [],
  onSave,
  onClose,
  children,
}: Props) {
  return (
    <Container
      header={
        <Header variant="h2" description={description}>
          {title}
        </Header>
      }
      footer={
        <SpaceBetween size="xs" direction="horizontal">
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" loading={submission.busy} onClick={onSave}>
            {confirm}
          </Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="m">
        <ConsoleRefusal error={submission.whole(...fields)} />
        {children}
      </SpaceBetween>
    </Container>
  );
}
