import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { VirtualDevice } from "../../api/types";
import { QrCode } from "./QrCode";

/** The seed, two ways, and neither until it is asked for: somebody may be looking over the shoulder. */
export function Seed({ device }: { device: Pick<VirtualDevice, "name" | "otpauth" | "secret"> }) {
  const [code, setCode] = useState(false);
  const [key, setKey] = useState(false);
  return (
    <SpaceBetween size="s">
      <SpaceBetween size="xs" direction="horizontal">
        <Button formAction="none" ariaExpanded={code} onClick={() => setCode(!code)}>
          {code ? "Hide QR code" : "Show QR code"}
        </Button>
        <Button formAction="none" ariaExpanded={key} onClick={() => setKey(!key)}>
          {key ? "Hide secret key" : "Show secret key"}
        </Button>
      </SpaceBetween>
      {code && (
        <QrCode
          text={device.otpauth}
          label={`QR code with the secret key of ${device.name}, for an authenticator app to scan`}
        />
      )}
      {key && (
        <SpaceBetween size="xxs">
          <Box variant="awsui-key-label">Secret key</Box>
          <span className="secret" data-testid="secret-key">
            {device.secret}
          </span>
          <CopyToClipboard
            textToCopy={device.secret}
            copyButtonText="Copy secret key"
            copySuccessText="Secret key copied"
            copyErrorText="The secret key could not be copied"
          />
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}
