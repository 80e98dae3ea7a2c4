import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRef, type FormEvent } from "react";
import { useStepFocus } from "../../browser/focus";
import type { FrameProps } from "../sign-in/Frame";

/** A step in place of a console page; with `onSubmit` it is a form. */
export function ConsoleFrame({ testId, title, description, children, foot, onSubmit, place }: FrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  useStepFocus(frame);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  const body = (
    <Container
      header={
        <Header variant="h1" description={description}>
          {title}
        </Header>
      }
      footer={foot}
    >
      <SpaceBetween size="m">{children}</SpaceBetween>
    </Container>
  );
  return (
    <div ref={frame} className="console-step" data-testid={testId}>
      {onSubmit === undefined ? (
        body
      ) : (
        <form ref={place} noValidate onSubmit={submit}>
          {body}
        </form>
      )}
    </div>
  );
}
