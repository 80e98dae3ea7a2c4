import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { api, outcome } from "../api/client";
import { AddKey } from "./AddKey";
import { useKeptFocus } from "./keptFocus";
import { KeyCard } from "./KeyCard";
import { Loading } from "./Loading";
import { useLoaded } from "./useLoaded";

const ask = () => outcome(api.GET("/desk/security-keys"));

/** The security keys. */
export function Keys() {
  const [loaded] = useLoaded(ask);
  useKeptFocus(loaded.state === "ready" ? loaded.data.keys.length : undefined);
  return (
    <Loading of={loaded}>
      {({ keys }) => (
        <SpaceBetween size="m">
          <AddKey />
          {keys.length === 0 ? (
            <Box color="text-body-secondary">
              No security keys. Add one, then assign it on the Security credentials page.
            </Box>
          ) : (
            <SpaceBetween size="s">
              {keys.map((key) => (
                <KeyCard key={key.id} securityKey={key} />
              ))}
            </SpaceBetween>
          )}
        </SpaceBetween>
      )}
    </Loading>
  );
}
