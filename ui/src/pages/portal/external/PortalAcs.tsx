import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { useEffect } from "react";
import { api, outcome, type Outcome } from "../../../api/client";
import type { ErrorBody, PortalLanding } from "../../../api/types";
import type { PortalAcsRoute } from "../../../browser/federation";
import { useNavigation } from "../../../browser/navigation";
import { takePosted } from "../../../browser/posted";
import { Frame, Refusal } from "../../sign-in/Frame";
import { WhyRefused } from "../../federation/WhyRefused";
import { useOnce } from "../../useOnce";
import { wayBack } from "./wayBack";

async function arrive(address: string): Promise<Outcome<PortalLanding | null>> {
  const fields = takePosted(address);
  if (fields === null) return { ok: true, data: null };
  const body = { samlResponse: fields["SAMLResponse"] ?? "", relayState: fields["RelayState"] ?? "", address };
  return outcome(api.POST("/api/portal/saml", { body }));
}

/** Where the access portal takes back whom the company signed in. */
export default function PortalAcs({ route: { address } }: { route: PortalAcsRoute }) {
  const { replace } = useNavigation();
  const arrived = useOnce(() => arrive(address));
  const landing = arrived?.ok === true ? arrived.data : null;
  useEffect(() => {
    if (landing !== null) replace(landing.address);
  }, [landing, replace]);
  if (arrived?.ok === false) return <Refused error={arrived.error} />;
  if (arrived !== null && landing === null)
    return (
      <Frame testId="page-portal-acs-nothing" title="Nothing was posted here">
        <p>
          This is where the access portal takes SAML responses of your company. A response is posted once, so a page
          that is loaded again has none.
        </p>
        <Back />
      </Frame>
    );
  return (
    <Frame testId="page-portal-acs" title="Signing in…">
      {null}
    </Frame>
  );
}

function Refused({ error }: { error: ErrorBody }) {
  return (
    <Frame
      testId="page-portal-acs-refused"
      title="You were not signed in"
      description="Your company's identity provider sent you here, and the access portal did not let you in."
      foot="Whoever administers IAM Identity Center finds every check of the response in the event history."
    >
      <Refusal error={error} />
      {error.code === "EXTERNAL_SIGN_IN_REFUSED" && (
        <Box variant="p">
          Trying again helps where a response was late or used already. Otherwise tell your administrator these words.
        </Box>
      )}
      {error.report != null && (
        <WhyRefused report={error.report} about="Held against the identity provider of IAM Identity Center." />
      )}
      <Back />
    </Frame>
  );
}

/** To where the person came from, if that was the portal. */
function Back() {
  const { visit } = useNavigation();
  const from = wayBack();
  if (from === null) return null;
  return (
    <Button variant="primary" fullWidth onClick={() => visit(from)}>
      Start again at the access portal
    </Button>
  );
}
