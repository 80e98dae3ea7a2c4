import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { api, outcome } from "../api/client";
import { useNavigation } from "../browser/navigation";
import { Loading } from "../desk/Loading";
import { useLoaded } from "../desk/useLoaded";
import { Mark } from "../shell/Glyph";

const ask = () => outcome(api.GET("/desk/passwords"));

const PLACES = [
  ["Sign in", "The general page: root user or IAM user.", "https://signin.aws.amazon.com/signin"],
  ["Console home", "Sends you to sign in first, as the real one does.", "https://console.aws.amazon.com/console/home"],
  [
    "Event history",
    "What every attempt left behind.",
    "https://us-east-1.console.aws.amazon.com/cloudtrailv2/home#/events",
  ],
] as const;

/** Our own first page: where to go, and whom to be. */
export function Start() {
  const navigation = useNavigation();
  const [loaded] = useLoaded(ask);
  return (
    <div className="page-wide" data-testid="page-start">
      <SpaceBetween size="l">
        <div className="sign-in-brand">
          <Mark size={44} />
          <div>
            <h1 className="start-title">Vestibule</h1>
            <Box variant="small">A simulated AWS that people really sign in to.</Box>
          </div>
        </div>
        <div className="tiles">
          {PLACES.map(([title, words, address]) => (
            <button key={address} type="button" className="tile" onClick={() => navigation.visit(address)}>
              <strong>{title}</strong>
              <span>{words}</span>
            </button>
          ))}
        </div>
        <Container
          header={
            <Header
              variant="h2"
              description="Their passwords are in your desk's password manager, made for this installation only."
            >
              People to be
            </Header>
          }
        >
          <Loading of={loaded}>
            {({ entries }) => (
              <Table
                variant="embedded"
                items={entries}
                trackBy="id"
                empty="Nobody yet. Start a new world in the desk's settings."
                ariaLabels={{ tableLabel: "People to be" }}
                columnDefinitions={[
                  {
                    id: "who",
                    header: "Who",
                    isRowHeader: true,
                    cell: (entry) => (
                      <Link
                        href={entry.address}
                        onFollow={(event) => {
                          event.preventDefault();
                          navigation.visit(entry.address);
                        }}
                      >
                        {entry.signInName}
                      </Link>
                    ),
                  },
                  { id: "kind", header: "Kind", cell: (entry) => (entry.kind === "root" ? "Root user" : "IAM user") },
                  { id: "account", header: "Account", cell: (entry) => entry.accountName || (entry.account ?? "") },
                  { id: "note", header: "What they show", cell: (entry) => entry.note },
                ]}
                wrapLines
              />
            )}
          </Loading>
        </Container>
      </SpaceBetween>
    </div>
  );
}
