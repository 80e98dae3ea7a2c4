import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRef } from "react";
import { useStepFocus } from "../../browser/focus";
import type { FrameProps } from "../sign-in/Frame";

/** A step within the portal, as wide as its pages. */
export function PortalFrame({ testId, title, description, children, foot, onSubmit, place }: FrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  useStepFocus(frame);
  const body = (
    <Container
      header={
        <Header variant="h1" description={description}>
          {title}
        </Header>
      }
    >
      <SpaceBetween size="m">{children}</SpaceBetween>
    </Container>
  );
  return (
    <div ref={frame} className="page-wide" data-testid={testId}>
      {onSubmit === undefined ? (
        body
      ) : (
        <form
          ref={place}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          {body}
        </form>
      )}
      {foot}
    </div>
  );
}
