import Button from "@cloudscape-design/components/button";
import { useEffect, useState } from "react";
import { api, outcome } from "../api/client";
import type { ErrorBody } from "../api/types";
import type { FederationRoute } from "../browser/portal";
import { useNavigation } from "../browser/navigation";
import { Frame, Refusal } from "./sign-in/Frame";

/** The federation endpoint: redeems the link once, and goes on to the console as a redirect does. */
export default function Federation({ route }: { route: FederationRoute }) {
  const { replace, visit } = useNavigation();
  const { token, destination, issuer } = route;
  const [error, setError] = useState<ErrorBody | null>(null);
  // Once a visit: the link is worth nothing the second time.
  const [redeem] = useState(() => {
    const answer = outcome(api.POST("/api/federation/login", { body: { signinToken: token, destination } }));
    return () => answer;
  });
  useEffect(() => {
    let gone = false;
    void redeem().then((answer) => {
      if (gone) return;
      if (answer.ok) replace(answer.data.destination);
      else setError(answer.error);
    });
    return () => {
      gone = true;
    };
  }, [redeem, replace]);
  if (error === null)
    return (
      <Frame testId="page-federation" title="Opening the console…">
        {null}
      </Frame>
    );
  return (
    <Frame testId="page-federation" title="The console could not be opened">
      <Refusal error={error} />
      {issuer !== "" && <Button onClick={() => visit(issuer)}>Back to where the link came from</Button>}
    </Frame>
  );
}
