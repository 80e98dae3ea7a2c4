import Box from "@cloudscape-design/components/box";
import { useEffect } from "react";
import { api, outcome } from "../../../api/client";
import { useNavigation } from "../../../browser/navigation";
import { Frame, Refusal } from "../../sign-in/Frame";
import { useOnce } from "../../useOnce";

/** A tool sent the browser here: on to the portal's consent page, or back with what is wrong. */
export default function Authorize({ query }: { query: string }) {
  const { replace } = useNavigation();
  const answer = useOnce(() => outcome(api.POST("/api/portal/oauth/authorize", { body: { query } })));
  const address = answer?.ok === true ? answer.data.address : null;
  useEffect(() => {
    if (address !== null) replace(address);
  }, [address, replace]);
  if (answer?.ok === false)
    return (
      <Frame testId="page-authorize" title="This sign-in cannot go on">
        <Refusal error={answer.error} />
        <Box color="text-body-secondary">
          A tool opened this address so that you can let it in. Nobody was told anything.
        </Box>
      </Frame>
    );
  return (
    <Frame testId="page-authorize" title="Going on to your access portal…">
      {null}
    </Frame>
  );
}
