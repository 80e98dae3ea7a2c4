import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";

interface Props {
  /** What the button that sends the form says. */
  action: string;
  cancel?: string;
  /** As at the end of a long form: the way out stands before the way on. */
  cancelFirst?: boolean;
  busy: boolean;
  onCancel(): void;
  /** Further buttons. */
  more?: ReactNode;
}

/** Sends a form, or leaves it. */
export function FormButtons({ action, cancel = "Cancel", cancelFirst = false, busy, onCancel, more }: Props) {
  const leave = (
    <Button formAction="none" onClick={onCancel}>
      {cancel}
    </Button>
  );
  return (
    <SpaceBetween size="xs" direction="horizontal">
      {cancelFirst && leave}
      <Button variant="primary" formAction="submit" loading={busy}>
        {action}
      </Button>
      {!cancelFirst && leave}
      {more}
    </SpaceBetween>
  );
}
