import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useCallback } from "react";
import { api, outcome } from "../../../api/client";
import { useLoaded } from "../../../desk/useLoaded";
import { when } from "../../../shell/when";
import { CompanyLoading } from "../CompanySession";
import { CopyText } from "../CopyText";
import { FAULTS } from "../faults";
import { KINDS } from "./Issued";

/** One response or token, readable. */
export function IssuedOne({ id }: { id: string }) {
  const ask = useCallback(
    () => outcome(api.GET("/company/api/admin/log/{id}", { params: { path: { id: Number(id) } } })),
    [id],
  );
  const [loaded] = useLoaded(ask);
  return (
    <CompanyLoading of={loaded}>
      {({ kind, issuedAt, userName, audience, faults, readable }) => (
        <SpaceBetween size="l">
          <Header variant="h1">
            {KINDS[kind]} {id}
          </Header>
          <Container>
            <KeyValuePairs
              columns={2}
              items={[
                { label: "Issued", value: when(issuedAt) },
                { label: "About", value: userName },
                { label: "For", value: <span className="wrap">{audience}</span> },
                {
                  label: "Teaching faults in it",
                  value: faults.map((fault) => FAULTS[fault].label).join(", ") || "None",
                },
              ]}
            />
          </Container>
          <Container
            header={
              <Header
                variant="h2"
                {...(kind === "id-token"
                  ? { description: "Header and claims. The signature is not shown: with it, this would be the token." }
                  : {})}
              >
                What it says
              </Header>
            }
          >
            <CopyText label="Text" text={readable} testId="issued-text" />
          </Container>
        </SpaceBetween>
      )}
    </CompanyLoading>
  );
}
