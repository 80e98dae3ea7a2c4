import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import type { FederatedEnd as End } from "../../api/types";
import { useNavigation } from "../../browser/navigation";
import { placeOf } from "../federation/issuer";
import { Frame } from "../sign-in/Frame";

interface Props {
  end: End;
  /** Where one signs in otherwise. */
  signInAddress: string;
}

/** What set the end of a session. */
const TIME: Record<End["by"], string> = {
  "identity-center": "The time of your permission set is over.",
  saml: "The time that your company asked for, or that the role allows, is over.",
  "web-identity": "The time of the credentials that you came with is over.",
  broker: "The time of the credentials that you came with is over.",
};

/** In place of a console page, for someone who came from elsewhere: the way back to there. */
export function FederatedEnd({ end, signInAddress }: Props) {
  const { visit } = useNavigation();
  const place = placeOf(end.issuer);
  return (
    <Frame
      testId="page-federated-end"
      title={end.expired ? "Your session has expired" : "You are signed out"}
      description={end.expired ? TIME[end.by] : undefined}
    >
      <Box>
        {place === null
          ? "Go back to your company's sign-in page, and open the console from there again."
          : "Go back to where you came from, and open the console from there again."}
      </Box>
      {place !== null && (
        <Button variant="primary" fullWidth onClick={() => visit(end.issuer ?? "")}>
          Go to {place.name}
        </Button>
      )}
      <Button fullWidth onClick={() => visit(signInAddress)}>
        Sign in another way
      </Button>
    </Frame>
  );
}
