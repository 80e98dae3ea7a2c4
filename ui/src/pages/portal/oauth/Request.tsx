import { useEffect } from "react";
import { api, outcome } from "../../../api/client";
import { Loading } from "../../../desk/Loading";
import { useOnce } from "../../useOnce";
import { Consent, NotAnswered } from "./Consent";

interface Props {
  /** Names the request in the address. */
  request: string;
  base: string;
  onEnded(): void;
}

/** A consent page that a tool's sign-in led to. */
export function Request({ request, base, onEnded }: Props) {
  const answer = useOnce(() => outcome(api.POST("/api/portal/oauth/consent", { body: { request } })));
  const ended = answer?.ok === false && answer.error.code === "NOT_SIGNED_IN";
  useEffect(() => {
    if (ended) onEnded();
  }, [ended, onEnded]);
  if (answer === null || ended) return <Loading of={{ state: "loading" }}>{() => null}</Loading>;
  if (!answer.ok) return <NotAnswered error={answer.error} base={base} />;
  return <Consent consent={answer.data} base={base} onEnded={onEnded} />;
}
