import Box from "@cloudscape-design/components/box";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { api, outcome } from "../../../api/client";
import type { OrganizationAccount, OrganizationTree } from "../../../api/types";
import { useLoaded } from "../../../desk/useLoaded";
import { when } from "../../../shell/when";
import { ConsoleLoading, ConsoleRefusal } from "../ConsolePage";
import { PageLink } from "../iam/PageLink";
import { Delegations } from "./Delegations";
import { KINDS } from "./kinds";
import { OrganizationPage } from "./OrganizationPage";
import { TargetPolicies } from "./TargetPolicies";
import { childrenOf, pathOf } from "./tree";

const ask = () => outcome(api.GET("/api/organization/tree"));

/** The root, a unit or an account, and the policies that bear on it. */
export default function Target({ target }: { target: string }) {
  return (
    <OrganizationPage testId="page-organization-target">
      <Loaded target={target} />
    </OrganizationPage>
  );
}

function Loaded({ target }: { target: string }) {
  const [loaded] = useLoaded(ask);
  return (
    <ConsoleLoading of={loaded}>
      {(tree) => (
        <SpaceBetween size="l">
          <About tree={tree} target={target} />
          {KINDS.map((kind) => (
            <TargetPolicies key={kind} target={target} kind={kind} />
          ))}
        </SpaceBetween>
      )}
    </ConsoleLoading>
  );
}

function About({ tree, target }: { tree: OrganizationTree; target: string }) {
  const account = tree.accounts.find(({ id }) => id === target);
  const unit = tree.units.find(({ id }) => id === target);
  if (account !== undefined) return <AboutAccount tree={tree} account={account} />;
  if (unit === undefined)
    return (
      <ConsoleRefusal
        error={{ code: "NO_SUCH_ENTITY", message: "The organization has no root, unit or account with this ID." }}
      />
    );
  const children = childrenOf(tree, target);
  return (
    <Container
      header={
        <Header variant="h1" description={unit.parentId == null ? "The organization's root" : pathOf(tree, target)}>
          {unit.name}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <ColumnLayout columns={2} variant="text-grid">
          <Fact label="ID" value={unit.id} />
          <Fact label="ARN" value={unit.arn} />
        </ColumnLayout>
        <div>
          <Box variant="awsui-key-label">Children</Box>
          {children.length === 0 && <div>None</div>}
          <SpaceBetween size="xxs">
            {children.map((item) => (
              <PageLink key={item.id} to={{ page: "organization-target", target: item.id }}>
                {item.kind === "unit" ? item.unit.name : item.account.name}
              </PageLink>
            ))}
          </SpaceBetween>
        </div>
      </SpaceBetween>
    </Container>
  );
}

function AboutAccount({ tree, account }: { tree: OrganizationTree; account: OrganizationAccount }) {
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header variant="h1" description={account.isManagement ? "The management account" : undefined}>
            {account.name}
          </Header>
        }
      >
        <ColumnLayout columns={2} variant="text-grid">
          <Fact label="Account ID" value={account.idDashed} />
          <Fact label="Email" value={account.email} />
          <Fact label="Status" value={account.isSuspended ? "Suspended" : "Active"} />
          <Fact
            label="Joined"
            value={
              account.joinedAt == null ? "-" : `${account.wasCreated ? "Created" : "Invited"} ${when(account.joinedAt)}`
            }
          />
          <Fact label="Organizational unit" value={pathOf(tree, account.parentId)} />
          <Fact label="ARN" value={account.arn} />
        </ColumnLayout>
      </Container>
      {!account.isManagement && <Delegations account={account} />}
    </SpaceBetween>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <Box variant="awsui-key-label">{label}</Box>
      <div className="break-anywhere">{value}</div>
    </div>
  );
}
