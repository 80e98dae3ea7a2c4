import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { ErrorBody, SamlReport } from "../../api/types";
import { addressOf } from "../../browser/addresses";
import { useNavigation } from "../../browser/navigation";
import { post } from "../../browser/posted";
import { useSignOut } from "../console/ConsolePage";
import { Frame, Refusal } from "../sign-in/Frame";
import { PlainLink } from "../sign-in/IamUserForm";
import { Checks } from "./Checks";

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
        {report != null && <WhyRefused report={report} samlResponse={samlResponse} />}
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

function WhyRefused({ report, samlResponse }: { report: SamlReport; samlResponse: string }) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button data-testid="why" ariaExpanded={open} onClick={() => setOpen(true)}>
        Why?
      </Button>
      <Modal
        visible={open}
        size="large"
        header="Why was this response refused?"
        closeAriaLabel="Close"
        data-testid="why-dialog"
        onDismiss={close}
        footer={
          <Box float="right">
            <SpaceBetween size="xs" direction="horizontal">
              {report.provider != null && <Inspect arn={report.provider} samlResponse={samlResponse} />}
              <Button variant="primary" onClick={close}>
                Close
              </Button>
            </SpaceBetween>
          </Box>
        }
      >
        <SpaceBetween size="m">
          <Box color="text-body-secondary">
            {report.provider == null
              ? "The response names no identity provider that there is here, so there is nothing to hold it against."
              : `Held against the identity provider ${report.provider}. Administrators of its account can inspect the response there.`}
          </Box>
          <FirstFault report={report} />
          <Checks checks={report.checks} />
        </SpaceBetween>
      </Modal>
    </>
  );
}

/** What is wrong, before everything that is not. */
function FirstFault({ report: { checks, failed } }: { report: SamlReport }) {
  const fault = checks.find(({ name }) => name === failed);
  if (fault === undefined) return null;
  return (
    <Alert type="error" header={fault.title}>
      {fault.words.map((sentence) => (
        <div key={sentence} className="wrap">
          {sentence}
        </div>
      ))}
    </Alert>
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
