import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import { useLoaded } from "../../../../desk/useLoaded";
import { ConsoleLoading } from "../../ConsolePage";
import { IdentityCenterPage } from "../IdentityCenterPage";
import { AccessControl } from "./AccessControl";
import { Authentication } from "./Authentication";
import { IdentitySource } from "./IdentitySource";
import { Management } from "./Management";

const ask = () => outcome(api.GET("/api/identity-center"));

/** What is set for everyone who signs in at the access portal. */
export default function Settings() {
  const [loaded] = useLoaded(ask);
  const [tab, setTab] = useState("source");
  return (
    <IdentityCenterPage testId="page-center-settings">
      <SpaceBetween size="l">
        <Header variant="h1">Settings</Header>
        <ConsoleLoading of={loaded}>
          {(center) => (
            <Tabs
              ariaLabel="Settings"
              activeTabId={tab}
              onChange={({ detail }) => setTab(detail.activeTabId)}
              tabs={[
                { id: "source", label: "Identity source", content: <IdentitySource center={center} /> },
                { id: "authentication", label: "Authentication", content: <Authentication center={center} /> },
                {
                  id: "attributes",
                  label: "Attributes for access control",
                  content: <AccessControl center={center} />,
                },
                { id: "management", label: "Management", content: <Management center={center} /> },
              ]}
            />
          )}
        </ConsoleLoading>
      </SpaceBetween>
    </IdentityCenterPage>
  );
}
