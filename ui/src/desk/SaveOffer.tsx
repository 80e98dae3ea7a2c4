import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { api } from "../api/client";
import { useAutofill } from "./autofill";

/** Asks, as a browser would, whether to keep a password that was just changed. */
export function SaveOffer() {
  const { offer, setOffer } = useAutofill();
  if (offer === null) return null;
  const save = async () => {
    await api.PUT("/desk/passwords", { body: offer });
    setOffer(null);
  };
  return (
    <div data-testid="save-offer">
      <Alert
        type="info"
        header={`Keep the new password of ${offer.signInName}?`}
        action={
          <SpaceBetween size="xs" direction="horizontal">
            <Button variant="primary" onClick={() => void save()}>
              Keep it
            </Button>
            <Button onClick={() => setOffer(null)}>Not now</Button>
          </SpaceBetween>
        }
      >
        Your password manager still has the old one.
      </Alert>
    </div>
  );
}
