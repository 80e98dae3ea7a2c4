import Box from "@cloudscape-design/components/box";
import { useCallback, useEffect } from "react";
import { api, outcome } from "../../api/client";
import { useOnce } from "../useOnce";
import { CompanyFrame } from "./CompanyFrame";
import { CompanyRefusal } from "./CompanyRefusal";
import { useHop } from "./useHop";

/** An application asks for a code (OpenID Connect): on to sign-in, or back to it. */
export function Authorize({ query }: { query: string }) {
  const hop = useHop();
  // All that was asked, as it was asked: the company judges it.
  const ask = useCallback(
    () => outcome(api.GET("/company/oauth/authorize", { params: { query: {} }, querySerializer: () => query })),
    [query],
  );
  const answer = useOnce(ask);
  useEffect(() => {
    if (answer?.ok === true) hop(answer.data);
  }, [answer, hop]);
  if (answer?.ok !== false)
    return (
      <CompanyFrame testId="page-company-authorize" title="One moment…">
        {null}
      </CompanyFrame>
    );
  return (
    <CompanyFrame testId="page-company-authorize-refused" title="This application cannot be let in">
      <CompanyRefusal error={answer.error} />
      <Box variant="p">Nobody was told anything about you.</Box>
    </CompanyFrame>
  );
}
