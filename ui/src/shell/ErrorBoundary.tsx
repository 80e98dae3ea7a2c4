import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { Component, type ReactNode } from "react";

interface Props {
  children: ReactNode;
  onRetry(): void;
}

/** A page that breaks takes only itself down. */
export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="page-center" data-testid="page-broken">
        <Alert
          type="error"
          header="This page could not be drawn"
          action={<Button onClick={this.props.onRetry}>Load again</Button>}
        >
          Nothing was changed. If it happens again, go to another page with the address bar.
        </Alert>
      </div>
    );
  }
}
