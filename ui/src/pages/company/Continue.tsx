import Button from "@cloudscape-design/components/button";
import { useCallback, useEffect } from "react";
import { api, outcome } from "../../api/client";
import { useNavigation } from "../../browser/navigation";
import { useOnce } from "../useOnce";
import { CompanyFrame } from "./CompanyFrame";
import { CompanyRefusal } from "./CompanyRefusal";
import { useCompanySession } from "./CompanySession";
import { usePostOn } from "./useHop";

const NAMES = { "aws-console": "AWS", "identity-center": "IAM Identity Center" };

/** A response about the person is asked for, and a form with it submits itself. */
export function Continue({ to }: { to: keyof typeof NAMES }) {
  const { visit } = useNavigation();
  const { onEnded } = useCompanySession();
  const postOn = usePostOn();
  const issue = useCallback(
    () =>
      to === "aws-console"
        ? outcome(api.POST("/company/api/portal/aws-console"))
        : outcome(api.POST("/company/api/portal/identity-center")),
    [to],
  );
  const answer = useOnce(issue);
  const ended = answer?.ok === false && answer.error.code === "NOT_SIGNED_IN";
  useEffect(() => {
    if (answer?.ok === true) postOn(answer.data);
    else if (ended) onEnded();
  }, [answer, ended, postOn, onEnded]);
  if (answer?.ok === false)
    return (
      <CompanyFrame testId="page-company-continue-refused" title={`You cannot go on to ${NAMES[to]}`}>
        <CompanyRefusal error={answer.error} />
        <Button onClick={() => visit({ page: "company", at: "home" })}>Back to my applications</Button>
      </CompanyFrame>
    );
  return (
    <CompanyFrame testId="page-company-continue" title={`Continue to ${NAMES[to]}…`}>
      <p>A signed response that says who you are is posted there. This page does it by itself.</p>
    </CompanyFrame>
  );
}
