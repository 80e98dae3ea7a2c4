import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useCallback, useState, type FormEvent } from "react";
import { api, outcome } from "../../../../api/client";
import type { PolicyDetail } from "../../../../api/types";
import { useNavigation } from "../../../../browser/navigation";
import { useLoaded } from "../../../../desk/useLoaded";
import { FormButtons } from "../../../FormButtons";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { IamPage } from "../IamNav";
import { Denials } from "./Denials";
import { PolicyEditor } from "./PolicyEditor";

const MOST_VERSIONS = 5;

/** Change a managed policy: what it says becomes a new version. */
export default function EditPolicy({ arn }: { arn: string }) {
  const ask = useCallback(() => outcome(api.GET("/api/policies/details", { params: { query: { arn } } })), [arn]);
  const [loaded] = useLoaded(ask);
  return (
    <IamPage testId="page-edit-policy">
      <ConsoleLoading of={loaded}>{(detail) => <Form key={arn} detail={detail} />}</ConsoleLoading>
    </IamPage>
  );
}

function Form({ detail }: { detail: PolicyDetail }) {
  const navigation = useNavigation();
  const submission = useSubmit();
  // What was read when the page was opened: a change that comes meanwhile is not written over unseen.
  const [read] = useState(detail);
  const { arn, policyName, defaultVersionId } = read.policy;
  const [document, setDocument] = useState(read.document ?? "");
  const [setAsDefault, setSetAsDefault] = useState(true);
  const old = (detail.versions ?? []).filter(({ isDefault }) => !isDefault).map(({ versionId }) => versionId);
  const full = old.length + 1 >= MOST_VERSIONS;
  const [dropped, setDropped] = useState<string | null>(null);
  const drop = dropped ?? old.at(-1) ?? null;
  const back = () => navigation.visit({ page: "policy", arn, section: null });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = {
      policyArn: arn,
      document,
      setAsDefault,
      expected: defaultVersionId,
      replacing: full ? drop : null,
    };
    void submission.send(() => outcome(api.POST("/api/policies/versions", { body })), back);
  };
  if (read.document == null) return <Denials denials={read.denials} />;
  return (
    <form ref={submission.place} noValidate onSubmit={submit}>
      <Container header={<Header variant="h1">Edit {policyName}</Header>}>
        <SpaceBetween size="m">
          <ConsoleRefusal error={submission.error} />
          <PolicyEditor
            label="Policy document"
            kind="managed"
            value={document}
            error={submission.error}
            onChange={setDocument}
          />
          {full && (
            <FormField
              label="Version to delete"
              description="A policy has at most five versions, so one has to go before this one is saved."
            >
              <Select
                selectedOption={drop === null ? null : { value: drop, label: drop }}
                options={old.map((value) => ({ value, label: value }))}
                onChange={({ detail }) => setDropped(detail.selectedOption.value ?? null)}
              />
            </FormField>
          )}
          <Checkbox checked={setAsDefault} onChange={({ detail }) => setSetAsDefault(detail.checked)}>
            Set this new version as the default
          </Checkbox>
          <FormButtons action="Save changes" busy={submission.busy} onCancel={back} />
        </SpaceBetween>
      </Container>
    </form>
  );
}
