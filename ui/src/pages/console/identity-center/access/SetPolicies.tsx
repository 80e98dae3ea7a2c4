import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { SetBoundary, SetPermissions } from "../../../../api/types";
import { Fact } from "../../iam/Facts";

/** What a permission set permits. */
export function SetPolicies({ permissions, onEdit }: { permissions: SetPermissions; onEdit(): void }) {
  const { awsPolicies, customerPolicies, inlinePolicy, boundary } = permissions;
  return (
    <Container
      header={
        <Header variant="h2" actions={<Button onClick={onEdit}>Edit permissions</Button>}>
          Permissions
        </Header>
      }
    >
      <SpaceBetween size="m">
        <Fact label="AWS managed policies">
          <Names of={awsPolicies.map((arn) => arn.split("/").at(-1) ?? arn)} />
        </Fact>
        <Fact label="Customer managed policies">
          <Names of={customerPolicies.map(({ path, name }) => (path === "/" ? name : `${path}${name}`))} />
        </Fact>
        <Fact label="Inline policy">{inlinePolicy == null ? "None" : <Box variant="pre">{inlinePolicy}</Box>}</Fact>
        <Fact label="Permissions boundary">{boundary == null ? "None" : boundaryName(boundary)}</Fact>
      </SpaceBetween>
    </Container>
  );
}

function boundaryName(boundary: SetBoundary): string {
  if (boundary.kind === "aws") return boundary.arn;
  return `${boundary.path}${boundary.name} of each account`;
}

function Names({ of }: { of: string[] }) {
  if (of.length === 0) return "None";
  return (
    <ul>
      {of.map((name) => (
        <li key={name}>{name}</li>
      ))}
    </ul>
  );
}
