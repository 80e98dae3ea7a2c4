import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useEffect } from "react";
import { api, outcome } from "../../../api/client";
import { useNavigation } from "../../../browser/navigation";
import { portalAddress, type PortalRoute } from "../../../browser/portal";
import { post } from "../../../browser/posted";
import { Frame, Refusal } from "../../sign-in/Frame";
import { useOnce } from "../../useOnce";
import { leaveFor } from "./wayBack";

/** Where the portal leads after a sign-out, while the company signs people in: it would have them in again at once. */
export const SIGNED_OUT = "/signed-out";

interface Props {
  route: PortalRoute;
  /** The person was in on this page, and is not any more. */
  ended: boolean;
}

/** The portal's sign-in while the company signs people in: it is there, and the browser is sent to it. */
export function ToCompany({ route, ended }: Props) {
  if (ended) return <Ended route={route} />;
  return route.at === SIGNED_OUT ? <SignedOut route={route} /> : <Going route={route} />;
}

/** Posts the request to the company, as a form that posts itself does. */
function Going({ route }: { route: PortalRoute }) {
  const { replace, reload } = useNavigation();
  const destination = portalAddress(route);
  const asked = useOnce(() => outcome(api.POST("/api/portal/sign-in/external", { body: { destination } })));
  const form = asked?.ok === true ? asked.data : null;
  useEffect(() => {
    if (form === null) return;
    leaveFor(destination);
    post(form.address, { SAMLRequest: form.samlRequest, RelayState: form.relayState });
    replace(form.address);
  }, [form, destination, replace]);
  if (asked?.ok === false)
    return (
      <Frame testId="page-portal-external" title="You cannot be sent to your company">
        <Refusal error={asked.error} />
        <Button fullWidth onClick={reload}>
          Try again
        </Button>
      </Frame>
    );
  return (
    <Frame testId="page-portal-external" title="Going to your company's sign-in…">
      {null}
    </Frame>
  );
}

function SignedOut({ route }: { route: PortalRoute }) {
  return (
    <Frame testId="page-portal-signed-out" title="You are signed out">
      <p>
        You left the access portal. You may still be signed in at your company: then signing in here again asks you for
        nothing.
      </p>
      <SignIn route={{ ...route, at: "" }} />
    </Frame>
  );
}

function Ended({ route }: { route: PortalRoute }) {
  return (
    <Frame testId="page-portal-signed-out" title="Sign in again to go on">
      <div role="status" data-testid="portal-ended">
        <Alert type="info" header="Your session at the access portal has ended">
          Consoles and credentials that you had opened from it last until their own time is over.
        </Alert>
      </div>
      <SignIn route={route} />
    </Frame>
  );
}

function SignIn({ route }: { route: PortalRoute }) {
  const { visit } = useNavigation();
  return (
    <Button variant="primary" fullWidth onClick={() => visit(portalAddress(route))}>
      Sign in with your company
    </Button>
  );
}
