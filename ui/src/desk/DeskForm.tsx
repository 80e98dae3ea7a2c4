import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { FormButtons } from "../pages/FormButtons";
import type { Submission } from "../pages/useSubmit";

interface Props {
  form: Submission;
  /** The fields that show their own refusals. */
  fields: string[];
  /** What the button that sends it says. */
  action: string;
  /** A card of its own, where it does not stand in one. */
  card?: boolean;
  /** Further buttons. */
  more?: ReactNode;
  onSubmit(): void;
  onCancel(): void;
  children: ReactNode;
}

/** A small form on the desk. */
export function DeskForm({ form, fields, action, card = false, more, onSubmit, onCancel, children }: Props) {
  const refused = form.whole(...fields);
  return (
    <form
      ref={form.place}
      className={card ? "card" : undefined}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <SpaceBetween size="s">
        {refused !== null && <Alert type="error">{refused.message}</Alert>}
        {children}
        <FormButtons action={action} busy={form.busy} onCancel={onCancel} more={more} />
      </SpaceBetween>
    </form>
  );
}
