import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";

interface Props {
  /** What it is. */
  label: string;
  text: string;
  testId?: string;
  /** Further buttons. */
  more?: ReactNode;
}

/** A text to read or to take along. */
export function CopyText({ label, text, testId, more }: Props) {
  return (
    <SpaceBetween size="xs">
      <pre className="record" data-testid={testId} tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
      <SpaceBetween size="xs" direction="horizontal">
        <CopyToClipboard
          copyButtonText={`Copy ${label.toLowerCase()}`}
          copySuccessText="Copied"
          copyErrorText="It could not be copied"
          textToCopy={text}
        />
        {more}
      </SpaceBetween>
    </SpaceBetween>
  );
}
