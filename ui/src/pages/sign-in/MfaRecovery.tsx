import { useEffect, useRef, useState } from "react";
import { api, outcome } from "../../api/client";
import type { SignInPage, SignInStep } from "../../api/types";
import { Loading } from "../../desk/Loading";
import type { Loaded } from "../../desk/useLoaded";
import { DeadLink } from "./Recovery";
import { Steps } from "./SignIn";

/** Where a sign-in of this page starts again: only root users have such links. */
const CHOOSER: SignInPage = { page: "chooser" };

/** The page behind the link of a verification mail: a sign-in without the MFA device goes on here. */
export default function MfaRecovery({ token }: { token: string }) {
  const [loaded, setLoaded] = useState<Loaded<SignInStep>>({ state: "loading" });
  const sent = useRef(false);
  useEffect(() => {
    // The link works once, so it is sent once, however often React runs this.
    if (sent.current) return;
    sent.current = true;
    void outcome(api.POST("/api/sign-in/mfa/alternative/verify", { body: { token } })).then((answer) =>
      setLoaded(answer.ok ? { state: "ready", data: answer.data } : { state: "failed", error: answer.error }),
    );
  }, [token]);
  if (loaded.state === "failed") return <DeadLink error={loaded.error} />;
  return <Loading of={loaded}>{(step) => <Steps page={CHOOSER} region={null} first={step} />}</Loading>;
}
