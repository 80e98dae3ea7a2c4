import Button from "@cloudscape-design/components/button";
import { useEffect } from "react";
import { api, outcome } from "../api/client";
import type { FederationRoute } from "../browser/portal";
import { useNavigation } from "../browser/navigation";
import { Frame, Refusal } from "./sign-in/Frame";
import { useOnce } from "./useOnce";

/** The federation endpoint: redeems the link once, and goes on to the console as a redirect does. */
export default function Federation({ route }: { route: FederationRoute }) {
  const { replace, visit } = useNavigation();
  const { token, destination, issuer } = route;
  // The link is worth nothing the second time.
  const answer = useOnce(() =>
    outcome(api.POST("/api/federation/login", { body: { signinToken: token, destination } })),
  );
  const landed = answer?.ok === true ? answer.data.destination : null;
  useEffect(() => {
    if (landed !== null) replace(landed);
  }, [landed, replace]);
  if (answer?.ok !== false)
    return (
      <Frame testId="page-federation" title="Opening the console…">
        {null}
      </Frame>
    );
  return (
    <Frame testId="page-federation" title="The console could not be opened">
      <Refusal error={answer.error} />
      {issuer !== "" && <Button onClick={() => visit(issuer)}>Back to where the link came from</Button>}
    </Frame>
  );
}
