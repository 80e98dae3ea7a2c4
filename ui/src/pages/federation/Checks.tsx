import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { useId } from "react";
import type { SamlCheck } from "../../api/types";
import { bySubject } from "./checks";
import "./federation.css";

const LOOK: Record<SamlCheck["outcome"], { type: StatusIndicatorProps.Type; words: string }> = {
  passed: { type: "success", words: "Passed" },
  failed: { type: "error", words: "Failed" },
  "not-reached": { type: "pending", words: "Not reached" },
};

/** What was asked of a SAML response, and how it went, by what it is about. */
export function Checks({ checks }: { checks: readonly SamlCheck[] }) {
  return (
    <SpaceBetween size="m">
      {bySubject(checks).map(({ title, checks }) => (
        <Subject key={title} title={title}>
          {checks}
        </Subject>
      ))}
    </SpaceBetween>
  );
}

function Subject({ title, children }: { title: string; children: SamlCheck[] }) {
  const id = useId();
  return (
    <div>
      <Box variant="awsui-key-label" id={id}>
        {title}
      </Box>
      <CheckList checks={children} labelledBy={id} />
    </div>
  );
}

interface ListProps {
  checks: readonly SamlCheck[];
  labelledBy?: string;
  label?: string;
}

/** Checks in the order in which they were asked. */
export function CheckList({ checks, labelledBy, label }: ListProps) {
  return (
    <ul className="saml-checks" aria-labelledby={labelledBy} aria-label={label}>
      {checks.map(({ name, title, outcome, words }) => (
        <li key={name} data-check={name} data-outcome={outcome}>
          <StatusIndicator type={LOOK[outcome].type} iconAriaLabel={LOOK[outcome].words}>
            {title}
          </StatusIndicator>
          <div className="saml-check-words">
            {outcome === "not-reached" ? "Not reached" : words.map((sentence) => <div key={sentence}>{sentence}</div>)}
          </div>
        </li>
      ))}
    </ul>
  );
}
