import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { api, outcome } from "../api/client";
import type { AuthenticatorEntry } from "../api/types";
import { AddToAuthenticator } from "./AddToAuthenticator";
import { AuthenticatorCard } from "./AuthenticatorCard";
import { useKeptFocus } from "./keptFocus";
import { Loading } from "./Loading";
import { hasEnded, timed, useRoll, useTick } from "./rolling";
import { useLoaded } from "./useLoaded";

const ask = () => timed(outcome(api.GET("/desk/authenticator")));

/** The authenticator app. Its codes are by the simulated clock, which a real phone cannot see. */
export function Authenticator() {
  const [loaded, again] = useLoaded(ask);
  const at = useTick();
  const ready = loaded.state === "ready" ? loaded.data : null;
  useRoll(ready !== null && hasEnded(ready.entries, ready.told, at), ready?.told, again);
  useKeptFocus(ready?.entries.length);
  return (
    <Loading of={loaded}>
      {({ entries, told }) => (
        <SpaceBetween size="l">
          <AddToAuthenticator />
          {entries.length === 0 ? (
            <Box color="text-body-secondary">
              No keys yet. A page that assigns an authenticator app shows a code to scan; show it, and press &quot;Scan
              the code on screen&quot;.
            </Box>
          ) : (
            <SpaceBetween size="s">
              {newestFirst(entries).map((entry) => (
                <AuthenticatorCard key={entry.id} entry={entry} told={told} at={at} />
              ))}
            </SpaceBetween>
          )}
        </SpaceBetween>
      )}
    </Loading>
  );
}

/** The one that was just scanned is about to be used. */
function newestFirst(entries: AuthenticatorEntry[]): AuthenticatorEntry[] {
  return [...entries].sort((one, other) => other.id - one.id);
}
