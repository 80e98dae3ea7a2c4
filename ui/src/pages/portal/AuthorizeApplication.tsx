import Button from "@cloudscape-design/components/button";
import { useEffect, useState } from "react";
import { api, outcome } from "../../api/client";
import type { ErrorBody } from "../../api/types";
import { useNavigation } from "../../browser/navigation";
import { portalAddress } from "../../browser/portal";
import { Frame, Refusal } from "../sign-in/Frame";
import type { InsideProps } from "./Inside";

/** An application asks who is signed in: the answer leads back to it, as a redirect does. */
export function AuthorizeApplication({ asked, route, onEnded }: InsideProps & { asked: URLSearchParams }) {
  const { replace, visit } = useNavigation();
  const [error, setError] = useState<ErrorBody | null>(null);
  // Once a visit: every answer is another code.
  const [answer] = useState(() => {
    const said = (name: string) => asked.get(name) ?? "";
    const body = {
      clientId: said("client_id"),
      redirectUri: said("redirect_uri"),
      responseType: said("response_type"),
      scope: said("scope"),
      state: said("state"),
      nonce: said("nonce"),
      codeChallenge: said("code_challenge"),
      codeChallengeMethod: said("code_challenge_method"),
    };
    return outcome(api.POST("/api/portal/applications/authorize", { body }));
  });
  useEffect(() => {
    let gone = false;
    void answer.then((told) => {
      if (gone) return;
      if (told.ok) replace(told.data.address);
      else if (told.error.code === "NOT_SIGNED_IN") onEnded();
      else setError(told.error);
    });
    return () => {
      gone = true;
    };
  }, [answer, replace, onEnded]);
  if (error === null)
    return (
      <Frame testId="page-authorize-application" title="Opening the application…">
        {null}
      </Frame>
    );
  return (
    <Frame testId="page-authorize-application" title="The application cannot be opened">
      <Refusal error={error} />
      <Button onClick={() => visit(portalAddress({ ...route, at: "" }))}>Back to the portal</Button>
    </Frame>
  );
}
