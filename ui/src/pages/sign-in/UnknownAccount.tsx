import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { useNavigation } from "../../browser/navigation";
import { Frame } from "./Frame";

/** An alias that no account has. */
export function UnknownAccount({ account }: { account: string }) {
  const navigation = useNavigation();
  return (
    <Frame testId="page-unknown-account" title="No account at this address">
      <Box variant="p">
        No AWS account has the alias <strong>{account}</strong>. It may have been changed or deleted; the address with
        the 12-digit account ID always works.
      </Box>
      <Box variant="p">Check the address with your administrator, or sign in another way.</Box>
      <Button variant="primary" onClick={() => navigation.visit("https://signin.aws.amazon.com/signin")}>
        Go to the sign-in page
      </Button>
    </Frame>
  );
}
