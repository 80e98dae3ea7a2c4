import Box from "@cloudscape-design/components/box";
import type { ReactNode } from "react";

/** A fact with its name above it. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Box variant="awsui-key-label">{label}</Box>
      <div className="wrap">{children}</div>
    </div>
  );
}
