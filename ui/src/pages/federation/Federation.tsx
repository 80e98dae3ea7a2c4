import Button from "@cloudscape-design/components/button";
import { useEffect } from "react";
import { api, outcome } from "../../api/client";
import type { FederationRoute } from "../../browser/federation";
import { useNavigation } from "../../browser/navigation";
import { Frame, Refusal } from "../sign-in/Frame";
import { useOnce } from "../useOnce";
import { placeOf } from "./issuer";

/** The federation endpoint: redeems the link once, and goes on to the console as a redirect does. */
export default function Federation({ route }: { route: FederationRoute }) {
  const { replace, visit } = useNavigation();
  const { token, destination, issuer } = route;
  // The link is worth nothing the second time.
  const answer = useOnce(() =>
    outcome(api.POST("/api/federation/login", { body: { signinToken: token, destination, issuer } })),
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
  const place = placeOf(issuer);
  const spent = answer.error.code === "SIGN_IN_TOKEN_INVALID";
  return (
    <Frame
      testId="page-federation"
      title="The console could not be opened"
      description={spent ? "The link that you followed works once, for 15 minutes after it was made." : undefined}
    >
      <Refusal error={answer.error} />
      {place !== null && (
        <>
          <p>Go back to where it came from, and open the console from there again.</p>
          <Button variant="primary" fullWidth onClick={() => visit(issuer)}>
            Go back to {place.name}
          </Button>
        </>
      )}
      {place === null && (
        <Button fullWidth onClick={() => visit({ page: "sign-in", account: null, region: null })}>
          Go to the sign-in page
        </Button>
      )}
    </Frame>
  );
}
