import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import type { FederatedEnd as End } from "../../api/types";
import { useNavigation } from "../../browser/navigation";
import { Frame } from "../sign-in/Frame";

interface Props {
  end: End;
  /** Where one signs in otherwise. */
  signInAddress: string;
}

/** In place of a console page, for someone who came from elsewhere: the way back to there. */
export function FederatedEnd({ end, signInAddress }: Props) {
  const { visit } = useNavigation();
  return (
    <Frame
      testId="page-federated-end"
      title={end.expired ? "Your session has expired" : "You are signed out"}
      description={end.expired ? "The time of your permission set is over." : undefined}
    >
      <Box>Go back to where you came from, and open the console from there again.</Box>
      <Button variant="primary" fullWidth onClick={() => visit(end.issuer)}>
        Go to your access portal
      </Button>
      <Button fullWidth onClick={() => visit(signInAddress)}>
        Sign in another way
      </Button>
    </Frame>
  );
}
