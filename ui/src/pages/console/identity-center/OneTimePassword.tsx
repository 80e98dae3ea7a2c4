import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { api, outcome } from "../../../api/client";
import { useAutofill } from "../../../desk/autofill";
import { useLoaded } from "../../../desk/useLoaded";

const ask = () => outcome(api.GET("/api/identity-center"));

/** A one-time password of the access portal, this one time. */
export function OneTimePassword({ userName, password }: { userName: string; password: string }) {
  const { setOffer } = useAutofill();
  const [loaded] = useLoaded(ask);
  const store = loaded.state === "ready" ? loaded.data.identityStoreId : null;
  return (
    <Alert type="success" header="This is the only time that the one-time password is shown">
      <SpaceBetween size="s">
        <div>
          <Box variant="awsui-key-label">One-time password of {userName}</Box>
          <span className="secret" data-testid="shown-password">
            {password}
          </span>
        </div>
        <div>Hand it over. At the first sign-in at the access portal it must be replaced.</div>
        <SpaceBetween size="xs" direction="horizontal">
          <CopyToClipboard
            textToCopy={password}
            copyButtonText="Copy password"
            copySuccessText="Password copied"
            copyErrorText="The password could not be copied"
          />
          {store !== null && (
            <Button
              formAction="none"
              onClick={() => setOffer({ kind: "directory-user", account: store, signInName: userName, password })}
            >
              Keep it in my password manager
            </Button>
          )}
        </SpaceBetween>
      </SpaceBetween>
    </Alert>
  );
}
