import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../../../../api/client";
import type { CenterServiceProvider } from "../../../../../api/types";
import { useSubmit } from "../../../../useSubmit";
import { ConsoleRefusal } from "../../../ConsolePage";
import { Fact } from "../../../iam/Facts";

/** What the identity provider must be told about the portal. */
export function ServiceProvider({ of }: { of: CenterServiceProvider }) {
  const submission = useSubmit();
  const [saved, setSaved] = useState<string | null>(null);
  const download = () =>
    void submission.send(
      () =>
        outcome(
          api.POST("/desk/downloads", {
            body: { fileName: "identity-center-metadata.xml", contents: of.metadata },
          }),
        ),
      ({ path }) => setSaved(path),
    );
  return (
    <SpaceBetween size="m">
      <Copied label="AWS access portal sign-in URL" text={of.signInUrl} />
      <Copied label="IAM Identity Center Assertion Consumer Service (ACS) URL" text={of.acsUrl} />
      <Copied label="IAM Identity Center issuer URL" text={of.issuer} />
      <SpaceBetween size="xs" direction="horizontal">
        <Button formAction="none" iconName="download" loading={submission.busy} onClick={download}>
          Download metadata file
        </Button>
        <CopyToClipboard
          textToCopy={of.metadata}
          copyButtonText="Copy metadata"
          copySuccessText="Metadata copied"
          copyErrorText="The metadata could not be copied"
        />
      </SpaceBetween>
      <ConsoleRefusal error={submission.error} />
      {saved !== null && (
        <div role="status">
          <Alert type="success">
            Saved as <span className="wrap">{saved}</span>
          </Alert>
        </div>
      )}
    </SpaceBetween>
  );
}

function Copied({ label, text }: { label: string; text: string }) {
  return (
    <Fact label={label}>
      <CopyToClipboard
        variant="inline"
        textToCopy={text}
        copyButtonAriaLabel={`Copy: ${label}`}
        copySuccessText="Copied"
        copyErrorText="It could not be copied"
      />
    </Fact>
  );
}
