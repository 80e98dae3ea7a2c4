import { api, outcome } from "../api/client";
import { useTick } from "./rolling";
import { useLoaded } from "./useLoaded";

const ask = () => outcome(api.GET("/world"));

/** What time it is in the simulation, in milliseconds, twice a second; the machine's own where nobody tells. */
export function useNow(): number {
  const at = useTick();
  const [loaded] = useLoaded(ask);
  return loaded.state === "ready" ? at + loaded.data.clock.offsetSeconds * 1000 : at;
}
