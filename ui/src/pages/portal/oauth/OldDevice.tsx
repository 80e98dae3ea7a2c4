import { useEffect } from "react";
import { api, outcome } from "../../../api/client";
import { useNavigation } from "../../../browser/navigation";
import { Frame, Refusal } from "../../sign-in/Frame";
import { useOnce } from "../../useOnce";

/** The address of old for a device's code: on to the portal's page. */
export default function OldDevice({ userCode }: { userCode: string }) {
  const { replace } = useNavigation();
  const answer = useOnce(() => outcome(api.GET("/api/portal/oauth/device", { params: { query: { userCode } } })));
  const address = answer?.ok === true ? answer.data.address : null;
  useEffect(() => {
    if (address !== null) replace(address);
  }, [address, replace]);
  return (
    <Frame testId="page-old-device" title="Going on to your access portal…">
      <Refusal error={answer?.ok === false ? answer.error : null} />
    </Frame>
  );
}
