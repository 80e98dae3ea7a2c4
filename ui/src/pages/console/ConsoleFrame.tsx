import { useRef } from "react";
import { useStepFocus } from "../../browser/focus";
import { StepBox, type FrameProps } from "../sign-in/Frame";

/** A step in place of a console page; with `onSubmit` it is a form. */
export function ConsoleFrame({ testId, foot, ...step }: FrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  useStepFocus(frame);
  return (
    <div ref={frame} className="console-step" data-testid={testId}>
      <StepBox {...step} footer={foot} />
    </div>
  );
}
