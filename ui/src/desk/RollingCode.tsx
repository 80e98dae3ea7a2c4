import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState, type ReactNode } from "react";
import { useAutofill } from "./autofill";
import { STEP_SECONDS } from "./rolling";

const RADIUS = 13;
const ROUND = 2 * Math.PI * RADIUS;

/** What is left of a step, as a ring that empties. */
export function StepRing({ left }: { left: number }) {
  return (
    <span className={left <= 5 ? "step-left hurry" : "step-left"}>
      <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
        <circle className="step-whole" cx="16" cy="16" r={RADIUS} />
        <circle
          className="step-rest"
          cx="16"
          cy="16"
          r={RADIUS}
          transform="rotate(-90 16 16)"
          strokeDasharray={`${(ROUND * left) / STEP_SECONDS} ${ROUND}`}
        />
      </svg>
      <span>{left} s</span>
    </span>
  );
}

/** Six digits as people read them. */
export function grouped(code: string): string {
  return `${code.slice(0, 3)} ${code.slice(3)}`;
}

interface CodeButtonsProps {
  code: string;
  /** Whose code. */
  of: string;
  /** More buttons in the row. */
  children?: ReactNode;
}

/** Takes a code to where it is asked for. */
export function CodeButtons({ code, of, children }: CodeButtonsProps) {
  const { fillCode } = useAutofill();
  const [refused, setRefused] = useState(false);
  return (
    <SpaceBetween size="xxs">
      <SpaceBetween size="xs" direction="horizontal">
        <Button ariaLabel={`Fill the code of ${of}`} onClick={() => setRefused(!fillCode(code))}>
          Fill
        </Button>
        <CopyToClipboard
          textToCopy={code}
          copyButtonText="Copy"
          copyButtonAriaLabel={`Copy the code of ${of}`}
          copySuccessText="Code copied"
          copyErrorText="The code could not be copied"
        />
        {children}
      </SpaceBetween>
      <p role="status" className="code-refused">
        {refused && "The page has no box for a code now."}
      </p>
    </SpaceBetween>
  );
}
