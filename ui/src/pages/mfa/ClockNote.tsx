import Alert from "@cloudscape-design/components/alert";
import { api, outcome } from "../../api/client";
import { useLoaded } from "../../desk/useLoaded";

const ask = () => outcome(api.GET("/world"));

/** Codes are made from the time: says so where the simulated time is not a phone's. */
export function ClockNote() {
  const [loaded] = useLoaded(ask);
  if (loaded.state !== "ready" || loaded.data.clock.isReal) return null;
  return (
    <div data-testid="clock-note">
      <Alert type="info">
        The simulated clock was moved. Codes are made from the time, and a real phone keeps real time: its codes will
        not match here. Your desk&apos;s authenticator app and tokens keep the simulated time, and theirs will.
      </Alert>
    </div>
  );
}
