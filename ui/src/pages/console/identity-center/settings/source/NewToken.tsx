import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { ScimNewToken } from "../../../../../api/types";
import { when } from "../../../../../shell/when";
import { Fact } from "../../../iam/Facts";

/** A new access token, this one time. */
export function NewToken({ made, onDone }: { made: ScimNewToken; onDone(): void }) {
  const [shown, setShown] = useState(false);
  return (
    <div role="status">
      <Alert type="success" header="This is the only time that the access token is shown">
        <SpaceBetween size="s">
          <Fact label="SCIM endpoint">
            <CopyToClipboard
              variant="inline"
              textToCopy={made.endpoint}
              copyButtonAriaLabel="Copy the endpoint for this token"
              copySuccessText="Endpoint copied"
              copyErrorText="The endpoint could not be copied"
            />
          </Fact>
          <div>
            <Box variant="awsui-key-label">Access token</Box>
            <SpaceBetween size="xs" direction="horizontal">
              <span className="secret" data-testid="scim-token">
                {shown ? made.accessToken : "*".repeat(12)}
              </span>
              <Button onClick={() => setShown(!shown)}>{shown ? "Hide token" : "Show token"}</Button>
              <CopyToClipboard
                textToCopy={made.accessToken}
                copyButtonText="Copy token"
                copySuccessText="Token copied"
                copyErrorText="The token could not be copied"
              />
            </SpaceBetween>
          </div>
          <div>
            Enter both where the company provisions from. The token lasts until {when(made.expiresAt)}; whoever has it
            can add, change and remove users and groups.
          </div>
          <Button onClick={onDone}>Done</Button>
        </SpaceBetween>
      </Alert>
    </div>
  );
}
