import { useCallback } from "react";
import { api, outcome } from "../../api/client";
import type { PortalRoute } from "../../browser/portal";
import { Loading } from "../../desk/Loading";
import { timed } from "../../desk/rolling";
import { useLoaded } from "../../desk/useLoaded";
import { Frame, Refusal } from "../sign-in/Frame";
import { Inside } from "./Inside";
import { PortalSignIn } from "./sign-in/PortalSignIn";

/** An access portal: its sign-in, and for who is signed in what they may enter. */
export default function Portal({ route }: { route: PortalRoute }) {
  const { portal } = route;
  const ask = useCallback(() => timed(outcome(api.GET("/api/portal", { params: { query: { portal } } }))), [portal]);
  const [loaded, again] = useLoaded(ask);
  if (loaded.state === "failed" && loaded.error.code === "NO_SUCH_PORTAL")
    return (
      <Frame testId="page-no-portal" title="No access portal here">
        <Refusal error={loaded.error} />
      </Frame>
    );
  return (
    <Loading of={loaded}>
      {(page) =>
        page.signedIn == null ? (
          <PortalSignIn page={page} onSignedIn={again} />
        ) : (
          <Inside page={page} person={page.signedIn} told={page.told} route={route} />
        )
      }
    </Loading>
  );
}
