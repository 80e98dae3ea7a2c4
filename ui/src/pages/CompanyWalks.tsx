import { api, outcome } from "../api/client";
import { useLoaded } from "../desk/useLoaded";
import { ScenarioList } from "./ScenarioList";

const ask = () => outcome(api.GET("/world/company-walks"));

/** Walks through the company, with its people. */
export function CompanyWalks() {
  const [loaded] = useLoaded(ask);
  return (
    <ScenarioList
      title="At the company"
      description="AnyCompany's people live in its own single sign-on, at sso.anycompany.example, and enter AWS from there. Whether one is done is read from AWS's records and from the company's own log."
      loaded={loaded}
    />
  );
}
