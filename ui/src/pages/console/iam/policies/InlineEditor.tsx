import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { InlinePolicy } from "../../../../api/types";
import { useLoaded } from "../../../../desk/useLoaded";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading } from "../../ConsolePage";
import { Ask } from "../../Ask";
import { pathOf, type Holder } from "./PermissionsSection";
import { EMPTY_POLICY, PolicyEditor } from "./PolicyEditor";

interface Props {
  holder: Holder;
  /** `null`: a new one. */
  policyName: string | null;
  onClose(): void;
  onDone(): void;
}

/** Writes an embedded policy. */
export function InlineEditor(props: Props) {
  return props.policyName === null ? (
    <Form {...props} read={null} />
  ) : (
    <Existing {...props} policyName={props.policyName} />
  );
}

function Existing(props: Props & { policyName: string }) {
  const submission = useSubmit();
  const { holder, policyName } = props;
  const { kind, name } = holder;
  const ask = useCallback(
    () =>
      outcome(
        api.GET("/api/{holders}/{name}/inline-policies/{policyName}", {
          params: { path: { ...pathOf({ kind, name }), policyName } },
        }),
      ),
    [kind, name, policyName],
  );
  const [loaded] = useLoaded(ask);
  if (loaded.state !== "ready")
    return (
      <Ask
        title={policyName}
        confirm="Save changes"
        submission={submission}
        disabled
        onConfirm={props.onClose}
        onClose={props.onClose}
      >
        <ConsoleLoading of={loaded}>{() => null}</ConsoleLoading>
      </Ask>
    );
  return <Form {...props} read={loaded.data} />;
}

function Form({ holder, onClose, onDone, read }: Props & { read: InlinePolicy | null }) {
  const submission = useSubmit();
  // What was read when the dialog was opened: a change that comes meanwhile is not written over unseen.
  const [first] = useState(read);
  const [policyName, setPolicyName] = useState(first?.policyName ?? "");
  const [document, setDocument] = useState(first?.document ?? EMPTY_POLICY);
  const save = () => {
    if (policyName.trim() === "") {
      submission.setError({ code: "INVALID_INPUT", field: "policyName", message: "Enter a name." });
      return;
    }
    void submission.send<unknown>(
      () =>
        outcome(
          api.PUT("/api/{holders}/{name}/inline-policies/{policyName}", {
            params: { path: { ...pathOf(holder), policyName } },
            body: { document, expected: first?.document ?? null },
          }),
        ),
      onDone,
    );
  };
  return (
    <Ask
      title={first === null ? `Create an inline policy of ${holder.name}` : `${first.policyName} of ${holder.name}`}
      confirm={first === null ? "Create policy" : "Save changes"}
      large
      submission={submission}
      fields={["policyName"]}
      onConfirm={save}
      onClose={onClose}
    >
      {first === null && (
        <FormField label="Policy name" errorText={submission.field("policyName")}>
          <Input
            value={policyName}
            autoComplete={false}
            spellcheck={false}
            onChange={({ detail }) => setPolicyName(detail.value)}
          />
        </FormField>
      )}
      <PolicyEditor
        label="Policy document"
        kind="inline"
        value={document}
        error={submission.error}
        onChange={setDocument}
      />
    </Ask>
  );
}
