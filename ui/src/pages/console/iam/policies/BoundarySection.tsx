import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { PolicyView } from "../../../../api/types";
import { useSubmit } from "../../../useSubmit";
import { Ask } from "../../Ask";
import { PolicyChoice } from "./AttachPolicies";
import type { Holder } from "./PermissionsSection";
import { PolicyLink } from "./Policies";

/** The permissions boundary of a user or role. */
export function BoundarySection({ holder, boundary }: { holder: Holder; boundary: PolicyView | null }) {
  const [doing, setDoing] = useState<"set" | "remove" | null>(null);
  const close = () => setDoing(null);
  return (
    <div data-testid="boundary">
      <Container
        header={
          <Header
            variant="h2"
            description="The most that this identity can be allowed, whatever its policies allow."
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                {boundary !== null && <Button onClick={() => setDoing("remove")}>Remove boundary</Button>}
                <Button onClick={() => setDoing("set")}>
                  {boundary === null ? "Set boundary" : "Change boundary"}
                </Button>
              </SpaceBetween>
            }
          >
            Permissions boundary
          </Header>
        }
      >
        {boundary === null ? <Box>Not set.</Box> : <PolicyLink policy={boundary} />}
      </Container>
      {doing === "set" && <SetBoundary holder={holder} boundary={boundary} onClose={close} />}
      {doing === "remove" && <RemoveBoundary holder={holder} onClose={close} />}
    </div>
  );
}

function placeOf({ kind, name }: Holder) {
  return { holders: kind === "role" ? "roles" : "users", name } as const;
}

function SetBoundary({ holder, boundary, onClose }: { holder: Holder; boundary: PolicyView | null; onClose(): void }) {
  const submission = useSubmit();
  const [first] = useState(boundary);
  const [chosen, setChosen] = useState<PolicyView[]>([]);
  const [policy] = chosen;
  const set = () => {
    if (policy === undefined) return;
    void submission.send<unknown>(
      () =>
        outcome(
          api.PUT("/api/{holders}/{name}/boundary", {
            params: { path: placeOf(holder) },
            body: { policyArn: policy.arn, expected: first?.arn ?? null },
          }),
        ),
      onClose,
    );
  };
  return (
    <Ask
      title={`Permissions boundary of ${holder.name}`}
      confirm="Set boundary"
      large
      submission={submission}
      disabled={policy === undefined}
      onConfirm={set}
      onClose={onClose}
    >
      <PolicyChoice single chosen={chosen} {...(first === null ? {} : { taken: [first] })} onChange={setChosen} />
    </Ask>
  );
}

function RemoveBoundary({ holder, onClose }: { holder: Holder; onClose(): void }) {
  const submission = useSubmit();
  const remove = () =>
    void submission.send<unknown>(
      () => outcome(api.DELETE("/api/{holders}/{name}/boundary", { params: { path: placeOf(holder) } })),
      onClose,
    );
  return (
    <Ask
      title={`Remove the boundary of ${holder.name}?`}
      confirm="Remove boundary"
      submission={submission}
      onConfirm={remove}
      onClose={onClose}
    >
      Then the policies alone say what is allowed.
    </Ask>
  );
}
