import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { ConsoleAccess } from "../../../../api/types";

/** What console access amounts to, in words. */
export const ACCESS: Record<ConsoleAccess, [StatusIndicatorProps.Type, string]> = {
  none: ["stopped", "No console password"],
  enabled: ["success", "Enabled"],
  "reset-required": ["pending", "Reset required"],
  expired: ["warning", "Password expired"],
  disabled: ["error", "Disabled after 100 failures"],
};
