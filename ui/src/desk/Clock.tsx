import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../api/client";
import { when } from "../shell/when";
import { Loading } from "./Loading";
import { STEP_SECONDS } from "./rolling";
import { useLoaded } from "./useLoaded";

const HOUR = 3600;
const DAY = 24 * HOUR;
/** The shortest is one step of a one-time code. */
const STEPS = [
  ["30 seconds", STEP_SECONDS],
  ["1 minute", 60],
  ["15 minutes", 900],
  ["1 hour", HOUR],
  ["12 hours", 12 * HOUR],
  ["1 day", DAY],
  ["90 days", 90 * DAY],
] as const;

const ask = () => outcome(api.GET("/world"));

/**
 * Simulated time: forward, and back to real time. The page stays as it is, as in a browser that was left open: what was
 * typed into it or shown once is kept, and whatever has expired meanwhile says so when it is asked.
 */
export function Clock() {
  const [loaded] = useLoaded(ask);
  const [days, setDays] = useState("");
  const [wrongDays, setWrongDays] = useState("");
  const [error, setError] = useState<string | null>(null);
  const advance = async (advanceSeconds: number) => {
    const answer = await outcome(api.POST("/world/clock", { body: { advanceSeconds } }));
    setError(answer.ok ? null : answer.error.message);
  };
  const back = async () => {
    const answer = await outcome(api.POST("/world/clock/real"));
    setError(answer.ok ? null : answer.error.message);
  };
  const advanceDays = () => {
    const count = Number(days);
    const wrong = !Number.isFinite(count) || count <= 0 || count > 100_000;
    setWrongDays(wrong ? "Enter a number of days between 0 and 100000." : "");
    if (!wrong) void advance(Math.round(count * DAY));
  };
  return (
    <Loading of={loaded}>
      {({ clock }) => (
        <SpaceBetween size="l">
          <div>
            <Box variant="awsui-key-label">Simulated time</Box>
            <div className="clock-now" data-testid="clock-now">
              {when(clock.now)}
            </div>
            <Box variant="small">
              {clock.isReal ? "The same as real time." : `Ahead of real time by ${span(clock.offsetSeconds)}.`}
            </Box>
          </div>
          {error !== null && <Alert type="error">{error}</Alert>}
          <div>
            <Box variant="awsui-key-label">Move forward by</Box>
            <SpaceBetween size="xs" direction="horizontal">
              {STEPS.map(([label, seconds]) => (
                <Button key={label} onClick={() => void advance(seconds)}>
                  {label}
                </Button>
              ))}
            </SpaceBetween>
          </div>
          <form
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              advanceDays();
            }}
          >
            <FormField label="Days" errorText={wrongDays} secondaryControl={<Button formAction="submit">Move</Button>}>
              <Input
                value={days}
                inputMode="decimal"
                placeholder="35"
                onChange={({ detail }) => setDays(detail.value)}
              />
            </FormField>
          </form>
          <Button disabled={clock.isReal} onClick={() => void back()}>
            Back to real time
          </Button>
          <Box variant="small">
            Sessions, links, waits and passwords expire by this clock. Going back ends what began in the simulated
            future.
          </Box>
        </SpaceBetween>
      )}
    </Loading>
  );
}

function span(seconds: number): string {
  const days = Math.floor(seconds / DAY);
  const hours = Math.floor((seconds % DAY) / HOUR);
  const minutes = Math.floor((seconds % HOUR) / 60);
  const parts = [days > 0 && `${days} d`, hours > 0 && `${hours} h`, minutes > 0 && `${minutes} min`].filter(Boolean);
  return parts.length === 0 ? `${seconds} s` : parts.join(" ");
}
