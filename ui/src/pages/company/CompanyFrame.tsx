import { useRef, type ReactNode } from "react";
import { useStepFocus } from "../../browser/focus";
import { StepBox, type FrameProps } from "../sign-in/Frame";
import { CompanyMark } from "./CompanyMark";

/** A step of the company's sign-in: its panel, and the form beside it. */
export function DoorFrame({ testId, foot, ...step }: FrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  useStepFocus(frame);
  return (
    <div ref={frame} className="company-door" data-testid={testId}>
      <div className="company-panel">
        <CompanyMark size={56} />
        <strong>AnyCompany</strong>
        <p>One sign-in for everything that you work with.</p>
      </div>
      <div className="company-form">
        <StepBox {...step} />
        {foot !== undefined && <div className="company-foot">{foot}</div>}
      </div>
    </div>
  );
}

/** A step within the company's site. */
export function CompanyFrame({ testId, foot, ...step }: FrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  useStepFocus(frame);
  return (
    <div ref={frame} className="company-step" data-testid={testId}>
      <StepBox {...step} footer={foot} />
    </div>
  );
}

/** A page of the company's site, as wide as it needs. */
export function CompanyBody({ testId, children }: { testId: string; children: ReactNode }) {
  return (
    <div className="company-page" data-testid={testId}>
      {children}
    </div>
  );
}
