import { useCallback, useEffect, useState } from "react";
import { api, outcome, type Outcome } from "../../api/client";
import { never, type ErrorBody, type SamlStep } from "../../api/types";
import type { SamlRoute } from "../../browser/federation";
import { useNavigation } from "../../browser/navigation";
import { takePosted } from "../../browser/posted";
import { Frame } from "../sign-in/Frame";
import { useOnce } from "../useOnce";
import { ChooseRole } from "./ChooseRole";
import { SamlRefused } from "./SamlRefused";

interface Posted {
  samlResponse: string;
  relayState: string;
  /** Where it was posted to. */
  address: string;
}

/** What came with this visit, and what the service said of it. */
type Arrival = { posted: Posted; told: Outcome<SamlStep> } | null;

function ask(posted: Posted, roleIndex: string | null): Promise<Outcome<SamlStep>> {
  return outcome(api.POST("/api/saml", { body: { ...posted, roleIndex } }));
}

async function arrive(address: string): Promise<Outcome<Arrival>> {
  const fields = takePosted(address);
  if (fields === null) return { ok: true, data: null };
  const posted = {
    samlResponse: fields["SAMLResponse"] ?? "",
    relayState: fields["RelayState"] ?? "",
    address,
  };
  return { ok: true, data: { posted, told: await ask(posted, fields["roleIndex"] ?? null) } };
}

/** Where a company's identity provider has the browser post its SAML responses: the way into the console. */
export default function Saml({ route: { address } }: { route: SamlRoute }) {
  // A form goes with one visit, and is gone with the next.
  const arrived = useOnce(() => arrive(address));
  if (arrived === null || !arrived.ok) return <Opening />;
  return arrived.data === null ? <NothingPosted /> : <Arrived {...arrived.data} />;
}

function Arrived({ posted, told }: NonNullable<Arrival>) {
  const [busy, setBusy] = useState(false);
  const [now, setNow] = useState(told);
  const choose = useCallback(
    async (roleArn: string) => {
      setBusy(true);
      setNow(await ask(posted, roleArn));
      setBusy(false);
    },
    [posted],
  );
  if (!now.ok) return <Refused error={now.error} posted={posted} />;
  const { data } = now;
  switch (data.step) {
    case "choose-role":
      return (
        <ChooseRole
          accounts={data.accounts}
          samlResponse={posted.samlResponse}
          relayState={posted.relayState}
          busy={busy}
          onChoose={(roleArn) => void choose(roleArn)}
        />
      );
    case "signed-in":
      return <Landed destination={data.destination} />;
    default:
      return never(data);
  }
}

function Refused({ error, posted }: { error: ErrorBody; posted: Posted }) {
  return <SamlRefused error={error} samlResponse={posted.samlResponse} />;
}

/** Goes on as a redirect does. */
function Landed({ destination }: { destination: string }) {
  const { replace } = useNavigation();
  useEffect(() => replace(destination), [replace, destination]);
  return <Opening />;
}

function Opening() {
  return (
    <Frame testId="page-saml" title="Signing in…">
      {null}
    </Frame>
  );
}

function NothingPosted() {
  return (
    <Frame testId="page-saml-nothing" title="Nothing was posted here">
      <p>
        This is where AWS sign-in takes SAML responses. Start from your company&apos;s sign-in page: it sends you here
        with one. A response is posted once, so a page that is loaded again has none.
      </p>
    </Frame>
  );
}
