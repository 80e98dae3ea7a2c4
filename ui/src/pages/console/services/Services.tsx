import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../api/client";
import type { ServiceTile } from "../../../api/types";
import type { Route } from "../../../browser/addresses";
import { useNavigation } from "../../../browser/navigation";
import { chosenRegion } from "../../../browser/regions";
import { useLoaded } from "../../../desk/useLoaded";
import { ConsoleLoading, useSession } from "../ConsolePage";
import { recentServices } from "./recent";

interface Tile extends Omit<ServiceTile, "allowed"> {
  /** Nothing is said of pages that ask for several things. */
  allowed: boolean | null;
  route: Route;
}

/** Services that do what they say; their pages ask for themselves. */
const REAL: Tile[] = [
  {
    id: "iam",
    name: "IAM",
    description: "Manage access to AWS resources",
    category: "Security, identity, and compliance",
    allowed: null,
    route: { page: "iam-dashboard" },
  },
  {
    id: "identity-center",
    name: "IAM Identity Center",
    description: "People who sign in at the access portal, and what they may enter",
    category: "Security, identity, and compliance",
    allowed: null,
    route: { page: "center-dashboard" },
  },
  {
    id: "organizations",
    name: "AWS Organizations",
    description: "Accounts, units, and the policies that control them",
    category: "Management and governance",
    allowed: null,
    route: { page: "organization" },
  },
  {
    id: "cloudtrail",
    name: "CloudTrail",
    description: "Track user activity and API usage",
    category: "Management and governance",
    allowed: null,
    route: { page: "event-history" },
  },
  {
    id: "cloudshell",
    name: "CloudShell",
    description: "Who you are, and what policies know of your session",
    category: "Developer tools",
    allowed: null,
    route: { page: "cloudshell" },
  },
];

/** Services of console home: those opened last, and all. */
export function Services() {
  const region = chosenRegion();
  const { arn } = useSession().identity;
  const [search, setSearch] = useState("");
  const ask = useCallback(() => outcome(api.GET("/api/console/services", { params: { query: { region } } })), [region]);
  const [loaded] = useLoaded(ask);
  return (
    <ConsoleLoading of={loaded}>
      {({ services }) => {
        const shown = services.map((one): Tile => ({ ...one, route: { page: "service", service: one.id, region } }));
        const all = [...REAL, ...shown];
        const recent = recentServices(arn).flatMap((id) => all.filter((tile) => tile.id === id));
        const wanted = search.trim().toLowerCase();
        const found = all.filter(({ id, name, description, category }) =>
          [id, name, description, category].some((text) => text.toLowerCase().includes(wanted)),
        );
        return (
          <SpaceBetween size="l">
            <div data-testid="recent">
              <Container header={<Header variant="h2">Recently visited</Header>}>
                {recent.length === 0 ? (
                  <Box color="text-body-secondary">No services yet. Open one below.</Box>
                ) : (
                  <Tiles tiles={recent} />
                )}
              </Container>
            </div>
            <Container
              header={
                <Header
                  variant="h2"
                  description="Those that show S3, EC2 and the like have a few things to look at, so that a policy has something to show or hide."
                >
                  Services
                </Header>
              }
            >
              <SpaceBetween size="m">
                <TextFilter
                  filteringText={search}
                  filteringPlaceholder="Search for services"
                  filteringAriaLabel="Search for services"
                  onChange={({ detail }) => setSearch(detail.filteringText)}
                />
                {found.length === 0 ? <Box>No service is called that.</Box> : <Tiles tiles={found} />}
              </SpaceBetween>
            </Container>
          </SpaceBetween>
        );
      }}
    </ConsoleLoading>
  );
}

function Tiles({ tiles }: { tiles: Tile[] }) {
  const navigation = useNavigation();
  return (
    <div className="tiles">
      {tiles.map(({ id, name, description, allowed, route }) => (
        <button key={id} type="button" className="tile" onClick={() => navigation.visit(route)}>
          <strong>{name}</strong>
          <span>{description}</span>
          {allowed === false && (
            <span>
              <StatusIndicator type="warning">Access denied</StatusIndicator>
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
