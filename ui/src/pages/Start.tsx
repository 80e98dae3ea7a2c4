import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { api, outcome } from "../api/client";
import type { PasswordEntry } from "../api/types";
import { useNavigation } from "../browser/navigation";
import { Loading } from "../desk/Loading";
import { byTeaching, type Group } from "../desk/people";
import { useLoaded } from "../desk/useLoaded";
import { Mark } from "../shell/Glyph";
import { CompanyWalks } from "./CompanyWalks";
import { Scenarios } from "./Scenarios";

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

const KINDS: Record<PasswordEntry["kind"], string> = {
  root: "Root user",
  "iam-user": "IAM user",
  "directory-user": "Access portal",
  "company-user": "Person",
};

/** Our own first page: where to go, whom to be, and what that teaches. */
export function Start() {
  const [loaded] = useLoaded(ask);
  const entries = loaded.state === "ready" ? loaded.data.entries : [];
  const portal = entries.find(({ kind }) => kind === "directory-user");
  const company = entries.find(({ kind, accountName }) => kind === "company-user" && accountName !== "");
  return (
    <div className="page-wide" data-testid="page-start">
      <SpaceBetween size="l">
        <div className="sign-in-brand">
          <Mark size={44} />
          <div>
            <h1 className="start-title">Getting started</h1>
            <Box variant="small">Vestibule is a simulated AWS that people really sign in to.</Box>
          </div>
        </div>
        <div className="tiles">
          {PLACES.map(([title, words, address]) => (
            <Tile key={address} title={title} words={words} address={address} />
          ))}
          {portal !== undefined && (
            <Tile
              title="Access portal"
              words="IAM Identity Center: your accounts and applications."
              address={portal.address}
            />
          )}
          {company !== undefined && (
            <Tile
              title="AnyCompany single sign-on"
              words="A company's own site: its people enter AWS from there."
              address={company.address}
            />
          )}
        </div>
        <Container
          header={
            <Header
              variant="h2"
              description="All they have is on your desk, made for this installation only: fill their forms from Passwords, take codes from Authenticator and Token, touch Keys, answer the Phone."
            >
              People to be
            </Header>
          }
        >
          <Loading of={loaded}>
            {({ entries }) =>
              entries.length === 0 ? (
                <Box color="text-body-secondary">Nobody yet. Start a new world in the desk&apos;s settings.</Box>
              ) : (
                <SpaceBetween size="l">
                  {byTeaching(entries).map((group) => (
                    <People key={group.title} {...group} />
                  ))}
                </SpaceBetween>
              )
            }
          </Loading>
        </Container>
        {company !== undefined && <CompanyWalks />}
        <Scenarios />
      </SpaceBetween>
    </div>
  );
}

function Tile({ title, words, address }: { title: string; words: string; address: string }) {
  const { visit } = useNavigation();
  return (
    <button type="button" className="tile" onClick={() => visit(address)}>
      <strong>{title}</strong>
      <span>{words}</span>
    </button>
  );
}

function People({ title, people }: Group) {
  const navigation = useNavigation();
  return (
    <section data-testid="people">
      <h3 className="card-group">{title}</h3>
      <Table
        variant="embedded"
        items={people}
        trackBy={({ entry }) => String(entry.id)}
        ariaLabels={{ tableLabel: title }}
        columnDefinitions={[
          {
            id: "who",
            header: "Who",
            isRowHeader: true,
            minWidth: 200,
            cell: ({ entry }) => (
              <>
                <Link
                  href={entry.address}
                  onFollow={(event) => {
                    event.preventDefault();
                    navigation.visit(entry.address);
                  }}
                >
                  {entry.signInName}
                </Link>
                <Box variant="small" display="block">
                  {KINDS[entry.kind]} of {entry.accountName || (entry.account ?? "")}
                </Box>
              </>
            ),
          },
          {
            id: "teaches",
            header: "What they teach",
            cell: ({ teaches, secondFactor }) => (
              <>
                {teaches}
                {secondFactor !== null && (
                  <Box variant="small" display="block">
                    Second factor: {secondFactor}
                  </Box>
                )}
              </>
            ),
          },
        ]}
        wrapLines
      />
    </section>
  );
}
