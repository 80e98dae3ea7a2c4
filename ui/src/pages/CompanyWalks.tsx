import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";

interface Walk {
  id: string;
  title: string;
  teaches: string;
  who: string;
  steps: string[];
}

const SIGN_IN = "Sign in at AnyCompany: fill the form from Passwords, take the code from Authenticator.";

/** What there is to find out at the company, by who it is found out with. */
const WALKS: Walk[] = [
  {
    id: "one-role",
    title: "One role: straight in",
    teaches: "The company vouches, AWS believes its signature, and there is no user of that name in AWS.",
    who: "carla",
    steps: [
      SIGN_IN,
      "Open AWS console. There is one role for her, so AWS asks nothing.",
      "The account menu says role and session. Event history, as somebody who may read it, has the sign-in.",
    ],
  },
  {
    id: "three-roles",
    title: "Three roles in two accounts: select a role",
    teaches: "Groups at the company become roles in AWS; who has several chooses at each sign-in.",
    who: "dario",
    steps: [
      SIGN_IN,
      "Open AWS console. AWS shows the roles by account.",
      "Choose one, look around, sign out, come again as another one.",
    ],
  },
  {
    id: "department",
    title: "Tags that open only one's own department",
    teaches: "The company says the department, and one policy for everybody compares it with the tag of the resource.",
    who: "elena",
    steps: [
      SIGN_IN,
      "Open AWS console, and there a resource of her department: it opens.",
      "Open one of another department: it does not, and Why? names the statement whose condition is not met.",
    ],
  },
  {
    id: "wrong-case",
    title: "A mistake to find: AWS refuses somebody",
    teaches: "Role names are compared to the letter, capitals included, and what AWS says about it is terse.",
    who: "farid, then hugo",
    steps: [
      "Sign in as farid and open AWS console. Read what AWS says, then its report, check by check.",
      "Sign out of the company, and in again as hugo. Under Administration, AWS roles, compare the role of aws-support with the role's name in AWS.",
      "Change it, and let farid try again.",
    ],
  },
  {
    id: "faults",
    title: "A response that is wrong on purpose",
    teaches: "What each mistake of an identity provider looks like from the other side.",
    who: "hugo",
    steps: [
      SIGN_IN,
      "Under Administration, Teaching faults, switch one on.",
      "Go to My applications and open AWS console. Read what AWS says, and what its report found.",
      "Under Issued, read what was sent.",
    ],
  },
  {
    id: "contractor",
    title: "A role by an ID token, without the console",
    teaches: "Web identity: the trust policy looks at who the token is from, for and about.",
    who: "gita",
    steps: [
      "Sign in at AnyCompany. She has no authenticator app yet: show the QR code and scan it with Authenticator.",
      "Open Contractor access to AWS, get an ID token and read its claims.",
      "Get credentials. Then ask for another role, and read why not.",
    ],
  },
  {
    id: "broker",
    title: "A broker's link, and one that expired",
    teaches: "Console links from a company's own program: good once, for 15 minutes.",
    who: "hugo",
    steps: [
      SIGN_IN,
      "Open Identity broker, build a link, open the console. Sign out there: it leads back to the broker.",
      "Build another one, copy it, move the clock by 15 minutes (My desk, Clock), and open it.",
    ],
  },
];

/** Walks through the company, with its people. */
export function CompanyWalks() {
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${WALKS.length})`}
          description="AnyCompany's people live in its own single sign-on, at sso.anycompany.example, and enter AWS from there."
        >
          At the company
        </Header>
      }
    >
      <SpaceBetween size="s">
        {WALKS.map(({ id, title, teaches, who, steps }) => (
          <div key={id} data-testid={`walk-${id}`}>
            <ExpandableSection headingTagOverride="h3" headerText={title} headerDescription={teaches}>
              <SpaceBetween size="xs">
                <Box variant="small">With {who}</Box>
                <ol className="steps">
                  {steps.map((step) => (
                    <li key={step}>{step}</li>
                  ))}
                </ol>
              </SpaceBetween>
            </ExpandableSection>
          </div>
        ))}
      </SpaceBetween>
    </Container>
  );
}
