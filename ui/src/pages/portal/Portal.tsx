import Alert from "@cloudscape-design/components/alert";
import { useCallback, useState } from "react";
import { api, outcome } from "../../api/client";
import { mailedToken, type PortalRoute } from "../../browser/portal";
import { Loading } from "../../desk/Loading";
import { timed } from "../../desk/rolling";
import { useLoaded } from "../../desk/useLoaded";
import { Frame, Refusal } from "../sign-in/Frame";
import { ToCompany } from "./external/ToCompany";
import { Inside } from "./Inside";
import { MailedLink } from "./MailedLink";
import { PortalSignIn } from "./sign-in/PortalSignIn";

/** An access portal: its sign-in, and for who is signed in what they may enter. */
export default function Portal({ route }: { route: PortalRoute }) {
  const address = route.base;
  const ask = useCallback(() => timed(outcome(api.GET("/api/portal", { params: { query: { address } } }))), [address]);
  const [loaded, again] = useLoaded(ask);
  const [entered, setEntered] = useState(false);
  if (!entered && loaded.state === "ready" && loaded.data.signedIn != null) setEntered(true);
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
        ) : page.signedIn == null && page.source === "external" ? (
          <ToCompany route={route} ended={entered} />
        ) : page.signedIn == null ? (
          <>
            {entered && <Ended />}
            <PortalSignIn page={page} onSignedIn={again} />
          </>
        ) : (
          <Inside page={page} person={page.signedIn} told={page.told} route={route} onEnded={again} />
        )
      }
    </Loading>
  );
}

/** The person was in, and is not any more: the time is over, or an administrator ended it. */
function Ended() {
  return (
    <div className="page-note" role="status" data-testid="portal-ended">
      <Alert type="info" header="Your session at the access portal has ended">
        Sign in again to go on. Consoles and credentials that you had opened from it last until their own time is over.
      </Alert>
    </div>
  );
}
