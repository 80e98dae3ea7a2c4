import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState, type FormEvent } from "react";
import { api, outcome } from "../../../../api/client";
import type { PredefinedSet } from "../../../../api/types";
import { useNavigation } from "../../../../browser/navigation";
import { useLoaded } from "../../../../desk/useLoaded";
import { FormButtons } from "../../../FormButtons";
import { useSubmit } from "../../../useSubmit";
import { ConsoleLoading, ConsoleRefusal } from "../../ConsolePage";
import { IdentityCenterPage } from "../IdentityCenterPage";
import { General, GENERAL_FIELDS, type GeneralValue } from "./General";
import { NO_PERMISSIONS, PERMISSION_FIELDS, Permissions } from "./Permissions";

const ask = () => outcome(api.GET("/api/identity-center/predefined-permission-sets"));

/** Create a permission set: one that AWS suggests, or one of one's own. */
export default function CreatePermissionSet() {
  const [loaded] = useLoaded(ask);
  return (
    <IdentityCenterPage testId="page-center-create-permission-set">
      <ConsoleLoading of={loaded}>{({ predefined }) => <Form predefined={predefined} />}</ConsoleLoading>
    </IdentityCenterPage>
  );
}

function Form({ predefined }: { predefined: PredefinedSet[] }) {
  const { visit } = useNavigation();
  const submission = useSubmit();
  const [custom, setCustom] = useState(false);
  const [suggested, setSuggested] = useState(predefined[0]);
  const [name, setName] = useState<string | null>(null);
  const [general, setGeneral] = useState<GeneralValue>({ description: "", sessionSeconds: 3600, relayState: "" });
  const [permissions, setPermissions] = useState(NO_PERMISSIONS);
  const shownName = name ?? (custom ? "" : (suggested?.name ?? ""));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const permits = custom
      ? permissions
      : { ...NO_PERMISSIONS, awsPolicies: suggested === undefined ? [] : [suggested.policyArn] };
    const body = { name: shownName, ...general, permissions: permits };
    void submission.send(
      () => outcome(api.POST("/api/identity-center/permission-sets", { body })),
      ({ id }) => visit({ page: "center-permission-set", id, section: null }),
    );
  };
  const options = predefined.map((one) => ({ value: one.name, label: one.name, description: one.description }));
  return (
    <form ref={submission.place} noValidate onSubmit={submit}>
      <SpaceBetween size="l">
        <Header variant="h1">Create permission set</Header>
        <ConsoleRefusal error={submission.whole("name", ...GENERAL_FIELDS, ...PERMISSION_FIELDS)} />
        <Container header={<Header variant="h2">Permission set type</Header>}>
          <SpaceBetween size="m">
            <RadioGroup
              ariaLabel="Permission set type"
              value={custom ? "custom" : "predefined"}
              items={[
                {
                  value: "predefined",
                  label: "Predefined permission set",
                  description: "With one policy of AWS, for a job or a level of access.",
                },
                {
                  value: "custom",
                  label: "Custom permission set",
                  description: "With policies of AWS and of your accounts, an inline policy, and a boundary.",
                },
              ]}
              onChange={({ detail }) => setCustom(detail.value === "custom")}
            />
            {!custom && (
              <FormField label="Policy for predefined permission set">
                <Select
                  selectedOption={options.find(({ value }) => value === suggested?.name) ?? null}
                  options={options}
                  onChange={({ detail }) =>
                    setSuggested(predefined.find((one) => one.name === detail.selectedOption.value))
                  }
                />
              </FormField>
            )}
          </SpaceBetween>
        </Container>
        {custom && (
          <Container header={<Header variant="h2">Policies and permissions boundary</Header>}>
            <Permissions value={permissions} submission={submission} onChange={setPermissions} />
          </Container>
        )}
        <Container header={<Header variant="h2">Permission set details</Header>}>
          <SpaceBetween size="m">
            <FormField
              label="Permission set name"
              constraintText="Up to 32 letters, digits and _ + = , . @ -. It cannot be changed."
              errorText={submission.field("name")}
            >
              <Input
                name="name"
                value={shownName}
                autoComplete={false}
                spellcheck={false}
                onChange={({ detail }) => setName(detail.value)}
              />
            </FormField>
            <General value={general} submission={submission} onChange={setGeneral} />
          </SpaceBetween>
        </Container>
        <FormButtons
          cancelFirst
          action="Create"
          busy={submission.busy}
          onCancel={() => visit({ page: "center-permission-sets" })}
        />
      </SpaceBetween>
    </form>
  );
}
