import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { START } from "../browser/addresses";
import { useNavigation } from "../browser/navigation";

/** The address leads nowhere in the simulation. */
export function NotFound({ address }: { address: string }) {
  const navigation = useNavigation();
  return (
    <div className="page-center" data-testid="page-not-found">
      <Container header={<Header variant="h1">There is no page at this address</Header>}>
        <SpaceBetween size="m">
          <Box variant="code">{address.slice(0, 300)}</Box>
          <Box variant="p">
            The simulated browser knows sign-in pages and the console, and never reaches the internet. Check the
            address, or go to a page that exists.
          </Box>
          <SpaceBetween size="xs" direction="horizontal">
            <Button variant="primary" onClick={() => navigation.visit("https://signin.aws.amazon.com/signin")}>
              Sign-in page
            </Button>
            <Button onClick={() => navigation.visit(START)}>Start page</Button>
          </SpaceBetween>
        </SpaceBetween>
      </Container>
    </div>
  );
}
