import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { useState, type FormEvent } from "react";
import { api, outcome } from "../../../api/client";
import type { BrokerAdministration, BrokerMode } from "../../../api/company";
import { useLoaded } from "../../../desk/useLoaded";
import { CompanyRefusal } from "../CompanyRefusal";
import { CompanyLoading } from "../CompanySession";
import { ChoiceField, SaveRow, TextField, useSaving } from "./fields";

const ask = () => outcome(api.GET("/company/api/admin/broker"));

const MODES: Record<BrokerMode["kind"], string> = {
  "assume-role": "AssumeRole: a role that trusts the broker's user",
  "federation-token": "GetFederationToken: a part of what the broker's user may do",
};

/** With which key the broker asks AWS, and for what. */
export function BrokerSettings() {
  const [loaded] = useLoaded(ask);
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description="The broker has an IAM user of its own in AWS. Members of broker-users get links into the console from it."
      >
        Broker
      </Header>
      <CompanyLoading of={loaded}>{(page) => <Form page={page} />}</CompanyLoading>
    </SpaceBetween>
  );
}

/** A number of seconds that was typed; nothing for nothing, `undefined` for what is none. */
function secondsOf(typed: string): number | null | undefined {
  if (typed.trim() === "") return null;
  const number = Number(typed);
  return Number.isInteger(number) && number >= 0 ? number : undefined;
}

function Form({ page: { settings, hasSecret } }: { page: BrokerAdministration }) {
  const saving = useSaving();
  const shown = (seconds: number | null | undefined) => (seconds == null ? "" : String(seconds));
  const [draft, setDraft] = useState({
    accessKeyId: settings.accessKeyId,
    secretAccessKey: "",
    kind: settings.mode.kind,
    // Both are kept while one looks at the other.
    roleArn: settings.mode.kind === "assume-role" ? settings.mode.roleArn : "",
    policy: settings.mode.kind === "federation-token" ? settings.mode.policy : "",
    credentialsSeconds: shown(settings.credentialsSeconds),
    consoleSeconds: shown(settings.consoleSeconds),
    destination: settings.destination,
  });
  const change = (part: Partial<typeof draft>) => {
    setDraft({ ...draft, ...part });
    saving.touched();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { accessKeyId, secretAccessKey, kind, roleArn, policy, destination } = draft;
    const [credentialsSeconds, consoleSeconds] = [secondsOf(draft.credentialsSeconds), secondsOf(draft.consoleSeconds)];
    for (const [field, seconds] of [
      ["credentialsSeconds", credentialsSeconds],
      ["consoleSeconds", consoleSeconds],
    ] as const)
      if (seconds === undefined) {
        saving.setError({ code: "INVALID_INPUT", field, message: "A number of seconds, or nothing." });
        return;
      }
    const body = {
      accessKeyId,
      mode: kind === "assume-role" ? { kind, roleArn } : { kind, policy },
      credentialsSeconds: credentialsSeconds ?? null,
      consoleSeconds: consoleSeconds ?? null,
      destination,
      ...(secretAccessKey === "" ? {} : { secretAccessKey }),
    };
    await saving.save(() => outcome(api.PUT("/company/api/admin/broker", { body })));
    setDraft((now) => ({ ...now, secretAccessKey: "" }));
  };
  return (
    <form ref={saving.place} noValidate onSubmit={(event) => void submit(event)}>
      <SpaceBetween size="l">
        <CompanyRefusal
          error={saving.whole(
            "accessKeyId",
            "secretAccessKey",
            "roleArn",
            "policy",
            "credentialsSeconds",
            "consoleSeconds",
            "destination",
          )}
        />
        <Container header={<Header variant="h2">The broker&apos;s key</Header>}>
          <SpaceBetween size="m">
            <TextField
              label="Access key ID"
              name="accessKeyId"
              value={draft.accessKeyId}
              submission={saving}
              hint="Of an IAM user that may assume the role, or call GetFederationToken."
              onChange={(accessKeyId) => change({ accessKeyId })}
            />
            <TextField
              label={hasSecret ? "Another secret access key - optional" : "Secret access key"}
              name="secretAccessKey"
              secret
              value={draft.secretAccessKey}
              submission={saving}
              hint={
                hasSecret
                  ? "One is kept, and is not shown. Type another one to replace it."
                  : "Kept sealed, and not shown again."
              }
              onChange={(secretAccessKey) => change({ secretAccessKey })}
            />
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">What it asks for</Header>}>
          <SpaceBetween size="m">
            <ChoiceField label="Call" value={draft.kind} options={MODES} onChange={(kind) => change({ kind })} />
            {draft.kind === "assume-role" ? (
              <TextField
                label="Role ARN"
                name="roleArn"
                value={draft.roleArn}
                submission={saving}
                hint="arn:aws:iam::123456789012:role/Name"
                onChange={(roleArn) => change({ roleArn })}
              />
            ) : (
              <FormField
                label="Session policy - optional"
                description="People get what both it and the user's own policies allow. Without one they get nothing."
                errorText={saving.field("policy")}
                stretch
              >
                <Textarea
                  name="policy"
                  rows={8}
                  spellcheck={false}
                  value={draft.policy}
                  onChange={({ detail }) => change({ policy: detail.value })}
                />
              </FormField>
            )}
            <TextField
              label="Credentials last, in seconds (DurationSeconds) - optional"
              name="credentialsSeconds"
              value={draft.credentialsSeconds}
              submission={saving}
              hint="Empty: what AWS takes by itself, 1 hour for a role and 12 for GetFederationToken."
              onChange={(credentialsSeconds) => change({ credentialsSeconds })}
            />
            <TextField
              label="The console session lasts, in seconds (SessionDuration) - optional"
              name="consoleSeconds"
              value={draft.consoleSeconds}
              submission={saving}
              hint="From 900 to 43200, for AssumeRole only. Empty: as long as the credentials."
              onChange={(consoleSeconds) => change({ consoleSeconds })}
            />
            <TextField
              label="Where people go"
              name="destination"
              value={draft.destination}
              submission={saving}
              hint="An address of the console."
              onChange={(destination) => change({ destination })}
            />
            <SaveRow saving={saving} />
          </SpaceBetween>
        </Container>
      </SpaceBetween>
    </form>
  );
}
