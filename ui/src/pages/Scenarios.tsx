import { api, outcome } from "../api/client";
import { useLoaded } from "../desk/useLoaded";
import { ScenarioList } from "./ScenarioList";

const ask = () => outcome(api.GET("/world/scenarios"));

/** Scenarios about permissions. */
export function Scenarios() {
  const [loaded] = useLoaded(ask);
  return (
    <ScenarioList
      title="Scenarios"
      description="What people ran into with permissions. Whether one is done is read from the service's own records: play it in any order, and come back here."
      loaded={loaded}
    />
  );
}
