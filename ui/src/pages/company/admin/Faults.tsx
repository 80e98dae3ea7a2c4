import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { api, outcome } from "../../../api/client";
import type { CompanyError, CompanyFault, FaultSwitch } from "../../../api/company";
import { useLoaded } from "../../../desk/useLoaded";
import { useSubmit } from "../../useSubmit";
import { CompanyRefusal } from "../CompanyRefusal";
import { CompanyLoading } from "../CompanySession";
import { FAULTS } from "../faults";

const ask = () => outcome(api.GET("/company/api/admin/faults"));

/** Mistakes that are made on purpose, to see who notices. */
export function Faults() {
  const [loaded] = useLoaded(ask);
  const submission = useSubmit<CompanyError>();
  const set = (on: CompanyFault[]) =>
    void submission.send(
      () => outcome(api.PUT("/company/api/admin/faults", { body: { on } })),
      () => undefined,
    );
  return (
    <CompanyLoading of={loaded}>
      {(switches) => {
        const on = switches.filter((one) => one.on).map(({ fault }) => fault);
        const turn = (fault: CompanyFault, wanted: boolean) =>
          set(wanted ? [...on, fault] : on.filter((one) => one !== fault));
        const part = (title: string, ofTokens: boolean) => (
          <Part
            title={title}
            switches={switches.filter((one) => one.ofTokens === ofTokens)}
            busy={submission.busy}
            onTurn={turn}
          />
        );
        return (
          <SpaceBetween size="l">
            <Header
              variant="h1"
              counter={on.length === 0 ? "" : `(${on.length} on)`}
              description="Mistakes that identity providers make, and forgers. Switched on, they are in everything that is issued from then on, and everybody who is signed in sees that they are. Open the AWS console to see what it says."
              actions={
                <Button disabled={on.length === 0} loading={submission.busy} onClick={() => set([])}>
                  Switch all off
                </Button>
              }
            >
              Teaching faults
            </Header>
            <CompanyRefusal error={submission.error} />
            {part("In SAML responses", false)}
            {part("In ID tokens", true)}
          </SpaceBetween>
        );
      }}
    </CompanyLoading>
  );
}

interface PartProps {
  title: string;
  switches: FaultSwitch[];
  busy: boolean;
  onTurn(fault: CompanyFault, on: boolean): void;
}

function Part({ title, switches, busy, onTurn }: PartProps) {
  return (
    <Container header={<Header variant="h2">{title}</Header>}>
      <SpaceBetween size="m">
        {switches.map(({ fault, on }) => {
          const { label, does, answer } = FAULTS[fault];
          return (
            <div key={fault} data-testid={`fault-${fault}`}>
              <Toggle checked={on} disabled={busy} onChange={({ detail }) => onTurn(fault, detail.checked)}>
                <strong>{label}</strong>
              </Toggle>
              <div className="company-fault">
                <div>{does}</div>
                <Box variant="small">{answer}</Box>
              </div>
            </div>
          );
        })}
      </SpaceBetween>
    </Container>
  );
}
