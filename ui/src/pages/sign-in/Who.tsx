import Box from "@cloudscape-design/components/box";
import type { MfaStep } from "./Mfa";

/** Who is signing in. */
export function Who({ step }: { step: MfaStep }) {
  return (
    <Box>
      <strong className="wrap">{step.userName ?? step.email ?? ""}</strong>
      {step.account != null && ` @ ${step.account}`}
    </Box>
  );
}
