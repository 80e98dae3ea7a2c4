import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ErrorBody } from "../../api/types";
import { addressOf } from "../../browser/addresses";
import { useNavigation } from "../../browser/navigation";
import { post } from "../../browser/posted";
import { useSignOut } from "../console/ConsolePage";
import { Frame, Refusal } from "../sign-in/Frame";
import { PlainLink } from "../sign-in/IamUserForm";
import { WhyRefused } from "./WhyRefused";

interface Props {
  error: ErrorBody;
  /** What was posted. */
  samlResponse: string;
}

/** Nobody is let in by this response: AWS's words for the person, and every check for whoever looks for the fault. */
export function SamlRefused({ error, samlResponse }: Props) {
  const { canGoBack, back } = useNavigation();
  const { report } = error;
  return (
    <Frame
      testId="page-saml-refused"
      title="You were not signed in"
      description="Your company's identity provider sent you here, and its SAML response was refused."
    >
      {error.code === "SAML_REFUSED" ? <Words error={error} /> : <Refusal error={error} />}
      <SpaceBetween size="xs" direction="horizontal">
        {report != null && (
          <WhyRefused
            report={report}
            about={
              report.provider == null
                ? "The response names no identity provider that there is here, so there is nothing to hold it against."
                : `Held against the identity provider ${report.provider}. Administrators of its account can inspect the response there.`
            }
            more={report.provider != null && <Inspect arn={report.provider} samlResponse={samlResponse} />}
          />
        )}
        {canGoBack && <Button onClick={back}>Go back</Button>}
      </SpaceBetween>
    </Frame>
  );
}

const LINK = "click here";

/** AWS's own words, whose last ones lead out. */
function Words({ error: { code, message } }: { error: ErrorBody }) {
  const signOut = useSignOut();
  const at = message.indexOf(LINK);
  return (
    <div role="alert" data-testid="refusal" data-code={code}>
      <Alert type="error">
        {at < 0 ? (
          message
        ) : (
          <>
            {message.slice(0, at)}
            <PlainLink onFollow={() => void signOut()}>{LINK}</PlainLink>
            {message.slice(at + LINK.length)}
          </>
        )}
      </Alert>
    </div>
  );
}

/** To the inspector, which the response goes along to. */
function Inspect({ arn, samlResponse }: { arn: string; samlResponse: string }) {
  const { visit } = useNavigation();
  const inspect = () => {
    const address = addressOf({ page: "inspect-response", arn });
    post(address, { SAMLResponse: samlResponse });
    visit(address);
  };
  return <Button onClick={inspect}>Inspect it in IAM</Button>;
}
