import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../../../api/client";
import { useNavigation } from "../../../../browser/navigation";
import { useSubmit } from "../../../useSubmit";
import { bodyOf } from "../../ConsolePasswordFields";
import { ShownOnce } from "../../ShownOnce";
import { IamPage } from "../IamNav";
import { NEW_USER, type Draft } from "./draft";
import { DetailsStep } from "./steps/DetailsStep";
import { PermissionsStep } from "./steps/PermissionsStep";
import { ReviewStep } from "./steps/ReviewStep";

interface Created {
  userName: string;
  password: string | null;
  signInUrl: string;
}

/** Create an IAM user. */
export default function CreateUser() {
  const [created, setCreated] = useState<Created | null>(null);
  return (
    <IamPage testId="page-create-user">
      {created === null ? (
        <Wizard onCreated={setCreated} />
      ) : (
        <Result created={created} onAnother={() => setCreated(null)} />
      )}
    </IamPage>
  );
}

/** Fields of the first step: a refusal of one of them leads back there. */
const DETAILS = ["userName", "password"];

function Wizard({ onCreated }: { onCreated(created: Created): void }) {
  const navigation = useNavigation();
  const submission = useSubmit();
  const [step, setStep] = useState(1);
  const [draft, setDraft] = useState<Draft>(NEW_USER);
  const props = {
    draft,
    submission,
    onChange: (change: Partial<Draft>) => setDraft({ ...draft, ...change }),
    onStep: setStep,
    onCancel: () => navigation.visit({ page: "users" }),
  };
  const create = () => {
    const { permissions } = draft;
    const body = {
      userName: draft.userName,
      console: draft.withConsole ? bodyOf(draft.password) : null,
      ...(permissions.by === "groups" && { groups: permissions.groups }),
      ...(permissions.by === "copy" && permissions.userName !== null && { copyOf: permissions.userName }),
      ...(permissions.by === "policies" && { policies: permissions.policies.map(({ arn }) => arn) }),
      ...(draft.boundary !== null && { boundary: draft.boundary.arn }),
      tags: draft.tags,
    };
    void submission.send(
      () => outcome(api.POST("/api/users", { body })),
      (answer) =>
        onCreated({ userName: answer.user.userName, password: answer.password ?? null, signInUrl: answer.signInUrl }),
      (error) => {
        if (DETAILS.includes(error.field ?? "") || error.code === "ENTITY_ALREADY_EXISTS") setStep(1);
        return false;
      },
    );
  };
  switch (step) {
    case 1:
      return <DetailsStep key="details" {...props} />;
    case 2:
      return <PermissionsStep key="permissions" {...props} />;
    default:
      return <ReviewStep key="review" {...props} onCreate={create} />;
  }
}

function Result({ created, onAnother }: { created: Created; onAnother(): void }) {
  const navigation = useNavigation();
  return (
    <Container header={<Header variant="h1">User {created.userName} was created</Header>}>
      <SpaceBetween size="m">
        <div>
          <Box variant="awsui-key-label">Sign-in URL</Box>
          <CopyToClipboard
            variant="inline"
            textToCopy={created.signInUrl}
            copyButtonAriaLabel="Copy sign-in URL"
            copySuccessText="Sign-in URL copied"
            copyErrorText="The sign-in URL could not be copied"
          />
        </div>
        {created.password !== null && <ShownOnce userName={created.userName} password={created.password} />}
        <SpaceBetween size="xs" direction="horizontal">
          <Button variant="primary" onClick={() => navigation.visit({ page: "users" })}>
            Return to users
          </Button>
          <Button onClick={onAnother}>Create another</Button>
        </SpaceBetween>
      </SpaceBetween>
    </Container>
  );
}
