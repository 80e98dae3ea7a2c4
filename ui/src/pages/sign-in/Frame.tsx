import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRef, type FormEvent, type ReactNode, type RefCallback } from "react";
import type { ErrorBody, ErrorCode } from "../../api/types";
import { useStepFocus } from "../../browser/focus";
import { Mark } from "../../shell/Glyph";

const TITLES: Partial<Record<ErrorCode, string>> = {
  AUTHENTICATION_FAILED: "Authentication failed",
  ACCOUNT_DOES_NOT_EXIST: "There was an error",
  ACCOUNT_SUSPENDED: "Account suspended",
  TOO_MANY_ATTEMPTS: "Too many attempts",
  CREDENTIAL_DISABLED: "Sign-in disabled",
  ATTEMPT_EXPIRED: "Start again",
  SECURITY_CHECK_FAILED: "Security check",
  PASSWORD_EXPIRED: "Password expired",
  CHANGE_PASSWORD_REFUSED: "Password not changed",
  PAYLOAD_TOO_LARGE: "Too much text",
  MFA_CODE_INVALID: "Invalid MFA Code",
  MFA_CODE_USED: "Invalid MFA Code",
  MFA_REFUSED: "The key was not accepted",
  MFA_LIMIT_EXCEEDED: "Too many MFA devices",
  ENTITY_ALREADY_EXISTS: "This exists already",
  PHONE_REFUSED: "Phone number not verified",
  ACCESS_DENIED: "Access denied",
  AUTHORIZATION_REFUSED: "The address is not right",
  CONSENT_FOREIGN: "Somebody else's request",
  CONSENT_GONE: "The request is over",
  SIGN_IN_TOKEN_INVALID: "This link does not work any more",
  SIGN_IN_ELSEWHERE: "Sign in at your company",
  EXTERNAL_SIGN_IN_REFUSED: "The response was refused",
};

/** A refusal that belongs to no single field. */
export function Refusal({ error }: { error: ErrorBody | null }) {
  if (error === null) return null;
  return (
    <div role="alert" data-testid="refusal" data-code={error.code}>
      <Alert type="error" header={TITLES[error.code] ?? "Something went wrong"}>
        {error.message}
      </Alert>
    </div>
  );
}

/** What a step consists of, wherever it is drawn. */
export interface FrameProps {
  testId: string;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  foot?: ReactNode;
  onSubmit?(): void;
  /** The form's `place` for the first wrong field. */
  place?: RefCallback<HTMLElement>;
}

interface BoxProps extends Pick<FrameProps, "title" | "description" | "children" | "onSubmit" | "place"> {
  footer?: ReactNode;
}

/** The box of a step, on whatever page it stands; with `onSubmit` it is a form. */
export function StepBox({ title, description, children, footer, onSubmit, place }: BoxProps) {
  const box = (
    <Container
      header={
        <Header variant="h1" description={description}>
          {title}
        </Header>
      }
      footer={footer}
    >
      <SpaceBetween size="m">{children}</SpaceBetween>
    </Container>
  );
  if (onSubmit === undefined) return box;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form ref={place} noValidate onSubmit={submit}>
      {box}
    </form>
  );
}

/** The look that all sign-in pages share; with `onSubmit` it is a form. */
export function Frame({ testId, foot, ...step }: FrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  useStepFocus(frame);
  return (
    <div ref={frame} className="sign-in" data-testid={testId}>
      <div className="sign-in-brand">
        <Mark size={34} />
        <span>Vestibule</span>
      </div>
      <StepBox {...step} />
      {foot !== undefined && <div className="sign-in-foot">{foot}</div>}
    </div>
  );
}
