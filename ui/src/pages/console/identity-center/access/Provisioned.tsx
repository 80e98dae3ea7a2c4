import StatusIndicator from "@cloudscape-design/components/status-indicator";

/** Whether a role is what its permission set is now. */
export function Provisioned({ isOutdated, failure }: { isOutdated: boolean; failure?: string | null | undefined }) {
  if (failure != null) return <StatusIndicator type="error">{failure}</StatusIndicator>;
  if (isOutdated) return <StatusIndicator type="warning">Outdated</StatusIndicator>;
  return <StatusIndicator type="success">Provisioned</StatusIndicator>;
}
