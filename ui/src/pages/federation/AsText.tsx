import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { asText } from "../../api/client";
import { useOnce } from "../useOnce";

interface Props {
  testId: string;
  title: string;
  path: string;
}

/** What is no page, but what software reads: shown as it came. */
export function AsText({ testId, title, path }: Props) {
  const told = useOnce(async () => ({ ok: true, data: await asText(path) }));
  const answer = told?.ok === true ? told.data : null;
  return (
    <div className="page-wide" data-testid={testId}>
      <SpaceBetween size="m">
        <Header
          variant="h1"
          actions={
            answer !== null && (
              <CopyToClipboard
                textToCopy={answer.text}
                copyButtonText="Copy"
                copySuccessText="Copied"
                copyErrorText="It could not be copied"
              />
            )
          }
        >
          {title}
        </Header>
        {answer === null ? (
          <StatusIndicator type="loading">Loading</StatusIndicator>
        ) : (
          <SpaceBetween size="s">
            {!answer.ok && <StatusIndicator type="error">It was refused.</StatusIndicator>}
            <pre className="raw-text" tabIndex={0} role="region" aria-label={title}>
              {answer.text}
            </pre>
          </SpaceBetween>
        )}
      </SpaceBetween>
    </div>
  );
}
