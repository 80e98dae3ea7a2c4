import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { api, outcome } from "../../api/client";
import type { CompanyIdentity, CompanyTile } from "../../api/company";
import type { CompanyPlace } from "../../browser/company";
import { useNavigation } from "../../browser/navigation";
import { useLoaded } from "../../desk/useLoaded";
import { when } from "../../shell/when";
import { CompanyBody } from "./CompanyFrame";
import { CompanyLoading } from "./CompanySession";
import { TileGlyph } from "./TileGlyph";

const ask = () => outcome(api.GET("/company/api/portal"));

const PLACES: Record<CompanyTile["kind"], CompanyPlace> = {
  "aws-console": "aws-console",
  "identity-center": "identity-center",
  broker: "broker",
  "web-identity": "contractor",
  builds: "builds",
  administration: "people",
};

/** What the person may open. */
export function Portal() {
  const [loaded] = useLoaded(ask);
  return (
    <CompanyLoading of={loaded}>
      {({ identity, tiles }) => (
        <CompanyBody testId="page-company-portal">
          <SpaceBetween size="l">
            <Header variant="h1" description="What AnyCompany lets you open, by the groups that you are in.">
              My applications
            </Header>
            {tiles.length === 0 ? (
              <Container>
                <Box data-testid="no-tiles">
                  Nothing is open to you yet. An administrator of single sign-on adds you to a group, and it appears
                  here.
                </Box>
              </Container>
            ) : (
              <div className="tiles">
                {tiles.map((tile) => (
                  <Tile key={tile.kind} tile={tile} />
                ))}
              </div>
            )}
            <About identity={identity} />
          </SpaceBetween>
        </CompanyBody>
      )}
    </CompanyLoading>
  );
}

function Tile({ tile: { kind, title, words } }: { tile: CompanyTile }) {
  const { visit } = useNavigation();
  return (
    <button
      type="button"
      className="tile"
      data-testid={`tile-${kind}`}
      onClick={() => visit({ page: "company", at: PLACES[kind] })}
    >
      <TileGlyph kind={kind} />
      <strong>{title}</strong>
      <span>{words}</span>
    </button>
  );
}

function About({ identity }: { identity: CompanyIdentity }) {
  const { userName, email, department, title, groups, mfa, expiresAt } = identity;
  return (
    <Container header={<Header variant="h2">What AnyCompany knows about you</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: "User name", value: userName },
          { label: "E-mail address", value: email },
          { label: "Title", value: title || "-" },
          { label: "Department", value: department || "-" },
          { label: "Groups", value: groups.join(", ") || "-" },
          {
            label: "Signed in",
            value: `${mfa ? "with password and code" : "with a password"}, until ${when(expiresAt)}`,
          },
        ]}
      />
    </Container>
  );
}
