import { useRef } from "react";
import { useStepFocus } from "../../browser/focus";
import { StepBox, type FrameProps } from "../sign-in/Frame";

/** A step within the portal, as wide as its pages. */
export function PortalFrame({ testId, foot, ...step }: FrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  useStepFocus(frame);
  return (
    <div ref={frame} className="page-wide" data-testid={testId}>
      <StepBox {...step} />
      {foot}
    </div>
  );
}
