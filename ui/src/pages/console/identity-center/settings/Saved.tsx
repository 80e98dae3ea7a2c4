import Alert from "@cloudscape-design/components/alert";
import type { ReactNode } from "react";

/** What was saved is said where it was. */
export function Saved({ children }: { children: ReactNode }) {
  return (
    <div role="status">
      <Alert type="success">{children}</Alert>
    </div>
  );
}
