import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { useCallback, useEffect, useState } from "react";
import { api, outcome } from "../../api/client";
import { COMPANY } from "../../browser/company";
import { useNavigation } from "../../browser/navigation";
import { takePosted, type PostedFields } from "../../browser/posted";
import { useOnce } from "../useOnce";
import { CompanyFrame } from "./CompanyFrame";
import { CompanyRefusal } from "./CompanyRefusal";
import { useHop } from "./useHop";

/** What a visit brought: taken once, however often it is drawn. */
const brought = new WeakMap<object, PostedFields | null>();

/** A relying party asks who somebody is, with a form that it had the browser post. */
export function SignOn() {
  const navigation = useNavigation();
  const [posted] = useState(() => {
    const known = brought.get(navigation);
    if (known !== undefined) return known;
    const taken = takePosted(`${COMPANY}/saml/sso`);
    brought.set(navigation, taken);
    return taken;
  });
  if (posted === null)
    return (
      <CompanyFrame testId="page-company-nothing-posted" title="Nothing was posted here">
        <Box variant="p">
          Sites that let AnyCompany&apos;s people in send them here to sign in. Open the site itself, or go to your
          applications.
        </Box>
        <Button onClick={() => navigation.visit({ page: "company", at: "home" })}>To my applications</Button>
      </CompanyFrame>
    );
  return <Asked posted={posted} />;
}

function Asked({ posted }: { posted: PostedFields }) {
  const hop = useHop();
  const { visit } = useNavigation();
  const samlRequest = posted["SAMLRequest"] ?? "";
  const relayState = posted["RelayState"] ?? "";
  const ask = useCallback(
    () => outcome(api.POST("/company/saml/sso", { body: { samlRequest, relayState } })),
    [samlRequest, relayState],
  );
  const answer = useOnce(ask);
  useEffect(() => {
    if (answer?.ok === true) hop(answer.data);
  }, [answer, hop]);
  if (answer?.ok !== false)
    return (
      <CompanyFrame testId="page-company-sign-on" title="One moment…">
        {null}
      </CompanyFrame>
    );
  return (
    <CompanyFrame testId="page-company-sign-on-refused" title="This request cannot be answered">
      <CompanyRefusal error={answer.error} />
      <Box variant="p">Nobody was told anything about you. Tell your administrator the words above.</Box>
      <Button onClick={() => visit({ page: "company", at: "home" })}>To my applications</Button>
    </CompanyFrame>
  );
}
