import type { Denial } from "../../../../api/types";
import { ConsoleRefusal } from "../../ConsolePage";

/** Why parts of a page are missing. */
export function Denials({ denials }: { denials: Denial[] }) {
  return denials.map((denial) => (
    <ConsoleRefusal key={denial.action} error={{ code: "ACCESS_DENIED", message: denial.message, denial }} />
  ));
}
