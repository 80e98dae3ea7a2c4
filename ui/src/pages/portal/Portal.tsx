import { useCallback } from "react";
import { api, outcome } from "../../api/client";
import { mailedToken, type PortalRoute } from "../../browser/portal";
import { Loading } from "../../desk/Loading";
import { useLoaded } from "../../desk/useLoaded";
import { Frame, Refusal } from "../sign-in/Frame";
import { Home } from "./Home";
import { MailedLink } from "./MailedLink";
import { PortalSignIn } from "./sign-in/PortalSignIn";

/** An access portal: its sign-in, and for who is signed in what they may enter. */
export default function Portal({ route }: { route: PortalRoute }) {
  const { portal } = route;
  const ask = useCallback(() => outcome(api.GET("/api/portal", { params: { query: { portal } } })), [portal]);
  const [loaded, again] = useLoaded(ask);
  const mailed = mailedToken(route);
  if (loaded.state === "failed" && loaded.error.code === "NO_SUCH_PORTAL")
    return (
      <Frame testId="page-no-portal" title="No access portal here">
        <Refusal error={loaded.error} />
      </Frame>
    );
  return (
    <Loading of={loaded}>
      {(page) =>
        mailed !== null ? (
          <MailedLink key={mailed} page={page} base={route.base} token={mailed} />
        ) : page.signedIn == null ? (
          <PortalSignIn page={page} onSignedIn={again} />
        ) : (
          <Home page={page} person={page.signedIn} route={route} />
        )
      }
    </Loading>
  );
}
