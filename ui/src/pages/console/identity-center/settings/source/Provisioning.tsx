import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { api, outcome } from "../../../../../api/client";
import type { CenterProvisioning, ScimNewToken, ScimTokenView } from "../../../../../api/types";
import { when } from "../../../../../shell/when";
import { useSubmit } from "../../../../useSubmit";
import { ConsoleRefusal } from "../../../ConsolePage";
import { AskFirst } from "../../../iam/AskFirst";
import { Fact } from "../../../iam/Facts";
import { Ask } from "../../../Ask";
import { NewToken } from "./NewToken";

const ABOUT =
  "The company sends its people and groups here by SCIM 2.0, and changes as they happen. What it sends is changed there.";

/** Automatic provisioning: where to, and the tokens that may. */
export function Provisioning({ provisioning }: { provisioning: CenterProvisioning | null }) {
  const submission = useSubmit();
  const [made, setMade] = useState<ScimNewToken | null>(null);
  const enable = () => void submission.send(() => outcome(api.POST("/api/identity-center/provisioning")), setMade);
  const generate = () =>
    void submission.send(() => outcome(api.POST("/api/identity-center/provisioning/tokens")), setMade);
  return (
    <SpaceBetween size="s">
      <ConsoleRefusal error={submission.error} />
      {made !== null && <NewToken made={made} onDone={() => setMade(null)} />}
      {provisioning === null ? (
        <Container
          header={
            <Header
              variant="h2"
              description={ABOUT}
              actions={
                <Button loading={submission.busy} onClick={enable}>
                  Enable
                </Button>
              }
            >
              Automatic provisioning
            </Header>
          }
        >
          It is off: users and groups are added here by hand. Enable it for an endpoint and an access token.
        </Container>
      ) : (
        <On provisioning={provisioning} busy={submission.busy} onGenerate={generate} />
      )}
    </SpaceBetween>
  );
}

interface OnProps {
  provisioning: CenterProvisioning;
  busy: boolean;
  onGenerate(): void;
}

function On({ provisioning: { endpoint, enabledAt, tokens, mostTokens }, busy, onGenerate }: OnProps) {
  const [disabling, setDisabling] = useState(false);
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            description={ABOUT}
            actions={
              <Button
                disabled={tokens.length > 0}
                disabledReason="Delete the access tokens first."
                onClick={() => setDisabling(true)}
              >
                Disable
              </Button>
            }
          >
            Automatic provisioning
          </Header>
        }
      >
        <SpaceBetween size="m">
          <Fact label="SCIM endpoint">
            <CopyToClipboard
              variant="inline"
              textToCopy={endpoint}
              copyButtonAriaLabel="Copy the SCIM endpoint"
              copySuccessText="Endpoint copied"
              copyErrorText="The endpoint could not be copied"
            />
          </Fact>
          <Fact label="Enabled">{when(enabledAt)}</Fact>
        </SpaceBetween>
      </Container>
      <Tokens tokens={tokens} most={mostTokens} busy={busy} onGenerate={onGenerate} />
      {disabling && <Disable onClose={() => setDisabling(false)} />}
    </SpaceBetween>
  );
}

const STATE: Record<ScimTokenView["state"], { type: StatusIndicatorProps.Type; words: string }> = {
  active: { type: "success", words: "Active" },
  expiring: { type: "warning", words: "Expires soon" },
  expired: { type: "error", words: "Expired" },
};

interface TokensProps {
  tokens: ScimTokenView[];
  most: number;
  busy: boolean;
  onGenerate(): void;
}

function Tokens({ tokens, most, busy, onGenerate }: TokensProps) {
  const submission = useSubmit();
  const [leaving, setLeaving] = useState<ScimTokenView | null>(null);
  const remove = (id: string) => {
    setLeaving(null);
    void submission.send<unknown>(
      () => outcome(api.DELETE("/api/identity-center/provisioning/tokens/{id}", { params: { path: { id } } })),
      () => undefined,
    );
  };
  return (
    <SpaceBetween size="s">
      <ConsoleRefusal error={submission.error} />
      <Table
        items={tokens}
        trackBy="id"
        wrapLines
        ariaLabels={{ tableLabel: "Access tokens" }}
        empty={<Box textAlign="center">There are none: nobody can provision. Generate one.</Box>}
        header={
          <Header
            variant="h2"
            counter={`(${tokens.length})`}
            description="They last a year. To rotate: generate a second one, give it to the provider, then delete the first."
            actions={
              <Button
                disabled={tokens.length >= most}
                disabledReason={`There may be ${most}. Delete one first.`}
                loading={busy}
                onClick={onGenerate}
              >
                Generate token
              </Button>
            }
          >
            Access tokens
          </Header>
        }
        columnDefinitions={[
          {
            id: "id",
            header: "Token ID",
            isRowHeader: true,
            cell: ({ id }) => <span className="wrap">{id}</span>,
          },
          { id: "created", header: "Created", cell: ({ createdAt }) => when(createdAt) },
          { id: "expires", header: "Expires", cell: ({ expiresAt }) => when(expiresAt) },
          {
            id: "used",
            header: "Last used",
            cell: ({ lastUsedAt }) => (lastUsedAt == null ? "Never" : when(lastUsedAt)),
          },
          {
            id: "state",
            header: "Status",
            minWidth: 140,
            cell: ({ state }) => <StatusIndicator type={STATE[state].type}>{STATE[state].words}</StatusIndicator>,
          },
          {
            id: "action",
            header: "Action",
            minWidth: 100,
            cell: (token) => (
              <Button
                variant="inline-link"
                ariaLabel={`Delete the token ${token.id}`}
                onClick={() => setLeaving(token)}
              >
                Delete
              </Button>
            ),
          },
        ]}
      />
      {leaving !== null && (
        <AskFirst
          header="Delete this access token?"
          confirm="Delete token"
          onClose={() => setLeaving(null)}
          onConfirm={() => remove(leaving.id)}
        >
          Whoever provisions with it is refused from then on. Users and groups stay as they are.
        </AskFirst>
      )}
    </SpaceBetween>
  );
}

function Disable({ onClose }: { onClose(): void }) {
  const submission = useSubmit();
  const [confirm, setConfirm] = useState("");
  return (
    <Ask
      title="Disable automatic provisioning"
      confirm="Disable automatic provisioning"
      submission={submission}
      fields={["confirm"]}
      onConfirm={() =>
        void submission.send<unknown>(
          () => outcome(api.POST("/api/identity-center/provisioning/disable", { body: { confirm } })),
          onClose,
        )
      }
      onClose={onClose}
    >
      <Box>
        Users and groups that were provisioned stay, and are looked after here by hand. The endpoint is gone; another
        one comes when it is enabled again.
      </Box>
      <FormField label="To confirm, enter DISABLE" errorText={submission.field("confirm")}>
        <Input
          name="confirm"
          value={confirm}
          autoFocus
          autoComplete={false}
          spellcheck={false}
          onChange={({ detail }) => setConfirm(detail.value)}
        />
      </FormField>
    </Ask>
  );
}
