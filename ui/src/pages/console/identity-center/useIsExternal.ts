import { api, outcome } from "../../../api/client";
import { useLoaded } from "../../../desk/useLoaded";

const ask = () => outcome(api.GET("/api/identity-center"));

/** Whether the company signs people in: then nobody has a password here. Not before it is known. */
export function useIsExternal(): boolean {
  const [loaded] = useLoaded(ask);
  return loaded.state === "ready" && loaded.data.source === "external";
}
