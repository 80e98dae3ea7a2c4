import Alert from "@cloudscape-design/components/alert";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import type { Coded } from "../api/client";
import type { Loaded } from "./useLoaded";

/** What is loaded, or a word about why it is not. */
export function Loading<T>({ of, children }: { of: Loaded<T, Coded>; children: (data: T) => ReactNode }) {
  switch (of.state) {
    case "loading":
      return <StatusIndicator type="loading">Loading</StatusIndicator>;
    case "failed":
      return (
        <Alert type="error" header={of.error.code}>
          {of.error.message}
        </Alert>
      );
    case "ready":
      return children(of.data);
  }
}
