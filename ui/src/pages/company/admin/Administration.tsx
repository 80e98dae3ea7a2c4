import Button from "@cloudscape-design/components/button";
import SideNavigation from "@cloudscape-design/components/side-navigation";
import type { CompanyIdentity } from "../../../api/company";
import { companyAddress, type AdministrationRoute, type CompanyPlace } from "../../../browser/company";
import { useNavigation } from "../../../browser/navigation";
import { Beside } from "../../console/iam/IamNav";
import { CompanyBody, CompanyFrame } from "../CompanyFrame";
import { Attributes } from "./Attributes";
import { BrokerSettings } from "./BrokerSettings";
import { Certificates } from "./Certificates";
import { Faults } from "./Faults";
import { AddGroup, Group } from "./Group";
import { Groups } from "./Groups";
import { Issued } from "./Issued";
import { IssuedOne } from "./IssuedOne";
import { Mappings } from "./Mappings";
import { Oidc } from "./Oidc";
import { People } from "./People";
import { AddPerson, Person } from "./Person";
import { Provisioning } from "./Provisioning";
import { Saml } from "./Saml";

const SECTIONS: { text: string; places: [CompanyPlace, string][] }[] = [
  {
    text: "Directory",
    places: [
      ["people", "People"],
      ["groups", "Groups"],
    ],
  },
  {
    text: "AWS console by SAML",
    places: [
      ["mappings", "AWS roles"],
      ["attributes", "Attributes and session tags"],
      ["certificates", "Certificates"],
      ["saml", "SAML settings"],
    ],
  },
  {
    text: "Other ways to AWS",
    places: [
      ["oidc", "OpenID Connect"],
      ["provisioning", "Provisioning"],
      ["broker-settings", "Broker"],
    ],
  },
  {
    text: "Look closely",
    places: [
      ["faults", "Teaching faults"],
      ["issued", "Issued"],
    ],
  },
];

/** The entry that a page stands under. */
const UNDER: Partial<Record<AdministrationRoute["at"], CompanyPlace>> = {
  person: "people",
  "add-person": "people",
  group: "groups",
  "add-group": "groups",
  "issued-one": "issued",
};

interface Props {
  route: AdministrationRoute;
  identity: CompanyIdentity;
}

/** What administrators of single sign-on do. */
export function Administration({ route, identity }: Props) {
  const { visit } = useNavigation();
  if (!identity.isAdministrator)
    return (
      <CompanyFrame testId="page-company-not-administrator" title="This is for administrators">
        <p>
          Administrators of single sign-on are in the group <strong>sso-administrators</strong>, and you are not. In the
          demo, hugo is.
        </p>
        <Button onClick={() => visit({ page: "company", at: "home" })}>To my applications</Button>
      </CompanyFrame>
    );
  return (
    <CompanyBody testId={`page-company-${route.at}`}>
      <Beside of="administration" nav={<Nav route={route} />}>
        <Place route={route} />
      </Beside>
    </CompanyBody>
  );
}

function Nav({ route }: { route: AdministrationRoute }) {
  const { visit } = useNavigation();
  const under = UNDER[route.at];
  const href = (at: CompanyPlace) => companyAddress({ page: "company", at });
  return (
    <SideNavigation
      header={{ text: "Administration", href: href("people") }}
      activeHref={under === undefined ? companyAddress(route) : href(under)}
      items={SECTIONS.map(({ text, places }) => ({
        type: "section",
        text,
        items: places.map(([at, name]) => ({ type: "link", text: name, href: href(at) })),
      }))}
      onFollow={(event) => {
        event.preventDefault();
        visit(event.detail.href);
      }}
    />
  );
}

function Place({ route }: { route: AdministrationRoute }) {
  switch (route.at) {
    case "people":
      return <People />;
    case "add-person":
      return <AddPerson />;
    case "person":
      return <Person id={route.id} />;
    case "groups":
      return <Groups />;
    case "add-group":
      return <AddGroup />;
    case "group":
      return <Group id={route.id} />;
    case "mappings":
      return <Mappings />;
    case "attributes":
      return <Attributes />;
    case "certificates":
      return <Certificates />;
    case "saml":
      return <Saml />;
    case "oidc":
      return <Oidc />;
    case "provisioning":
      return <Provisioning />;
    case "broker-settings":
      return <BrokerSettings />;
    case "faults":
      return <Faults />;
    case "issued":
      return <Issued />;
    case "issued-one":
      return <IssuedOne id={route.id} />;
  }
}
