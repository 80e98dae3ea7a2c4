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
      <Alert type="info" header="The simulated clock was moved">
        Codes are made from the time. A real phone makes them from real time, so its codes will not match here; the
        authenticator app and the tokens of your desk keep the simulated time, and theirs will. To use a phone, go back
        to real time under <strong>My desk</strong>, <strong>Clock</strong>.
      </Alert>
    </div>
  );
}
