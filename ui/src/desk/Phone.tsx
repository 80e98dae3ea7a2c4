import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { api, outcome } from "../api/client";
import type { Call } from "../api/types";
import { isOpen, toneOf } from "./calls";
import { useKeptFocus } from "./keptFocus";
import { Loading } from "./Loading";
import { OpenCall } from "./OpenCall";
import { PastCall } from "./PastCall";
import { useLoaded } from "./useLoaded";

const ask = () => outcome(api.GET("/desk/phone"));

/** The phone. */
export function Phone() {
  const [loaded] = useLoaded(ask);
  useKeptFocus(loaded.state === "ready" ? loaded.data.calls.filter(isOpen).length : undefined);
  return (
    <Loading of={loaded}>
      {({ number, calls }) => {
        const open = calls.filter(isOpen);
        const past = calls.filter((call) => !isOpen(call));
        return (
          <SpaceBetween size="l">
            <Box variant="small">
              This phone&apos;s number is <span data-testid="phone-number">{number}</span>.
            </Box>
            <div role="status" data-testid="phone-voice">
              <Voice call={calls[0]} />
            </div>
            {open.map((call) => (
              <OpenCall key={call.id} call={call} />
            ))}
            {open.length === 0 && (
              <Box color="text-body-secondary">
                Nobody calls. It rings when a root user who lost the MFA device signs in with alternative factors and
                asks to be called.
              </Box>
            )}
            {past.length > 0 && (
              <section>
                <h3 className="card-group">Calls before</h3>
                <SpaceBetween size="xs">
                  {past.map((call) => (
                    <PastCall key={call.id} call={call} />
                  ))}
                </SpaceBetween>
              </section>
            )}
          </SpaceBetween>
        );
      }}
    </Loading>
  );
}

/** What the voice of the newest call says. */
function Voice({ call }: { call: Call | undefined }) {
  if (call === undefined || call.state === "ended") return null;
  return <Alert type={toneOf(call)}>&ldquo;{call.words}&rdquo;</Alert>;
}
