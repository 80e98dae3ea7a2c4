import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState, type FormEvent } from "react";
import { api, outcome } from "../../api/client";
import type { RoleLink } from "../../browser/addresses";
import { useNavigation } from "../../browser/navigation";
import { FormButtons } from "../FormButtons";
import { useSubmit } from "../useSubmit";
import { ConsolePage, ConsoleRefusal, useSession } from "./ConsolePage";

// The colours that AWS's links had in August 2024.
const COLORS = [
  ["", "None"],
  ["f2b0a9", "Red"],
  ["fbc8aa", "Orange"],
  ["efda95", "Yellow"],
  ["b7ca9d", "Green"],
  ["83d4e8", "Blue"],
] as const;

/** The Switch Role form, filled from a link if there was one. */
export default function SwitchRole({ link }: { link: RoleLink }) {
  return (
    <ConsolePage testId="page-switch-role">
      <Form link={link} />
    </ConsolePage>
  );
}

function Form({ link }: { link: RoleLink }) {
  const navigation = useNavigation();
  const { identity } = useSession();
  const submission = useSubmit();
  const [account, setAccount] = useState(link.account);
  const [roleName, setRoleName] = useState(link.roleName);
  const [typedName, setTypedName] = useState<string | null>(link.displayName === "" ? null : link.displayName);
  const [color, setColor] = useState(link.color.replace(/^#/, "").toLowerCase());
  const suggested = account === "" || roleName === "" ? "" : `${roleName} @ ${account}`.slice(0, 64);
  const displayName = typedName ?? suggested;
  const options = COLORS.map(([value, label]) => ({ value, label }));
  const chosen = options.find(({ value }) => value === color) ?? { value: color, label: `#${color}` };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { account, roleName, displayName, color: color === "" ? null : color };
    void submission.send(
      () => outcome(api.POST("/api/switch-role", { body })),
      ({ destination }) => navigation.visit(destination),
    );
  };
  return (
    <form ref={submission.place} noValidate onSubmit={submit}>
      <Container
        header={
          <Header
            variant="h1"
            description={`A role gives other permissions for a while, in place of those of ${identity.displayName}. It is always the identity that signed in that asks for it.`}
          >
            Switch Role
          </Header>
        }
      >
        <SpaceBetween size="m">
          <ConsoleRefusal error={submission.whole("account", "roleName", "displayName", "color")} />
          <FormField
            label="Account ID or alias"
            description="The account that the role is in."
            errorText={submission.field("account")}
          >
            <Input
              name="account"
              value={account}
              autoFocus
              autoComplete={false}
              spellcheck={false}
              onChange={({ detail }) => setAccount(detail.value)}
            />
          </FormField>
          <FormField
            label="IAM role name"
            description="With its path if it has one, and in exactly these letters: path and name have at most 64 characters."
            errorText={submission.field("roleName")}
          >
            <Input
              name="roleName"
              value={roleName}
              autoComplete={false}
              spellcheck={false}
              onChange={({ detail }) => setRoleName(detail.value)}
            />
          </FormField>
          <FormField
            label="Display name - optional"
            description="What the account menu calls it."
            errorText={submission.field("displayName")}
          >
            <Input
              name="displayName"
              value={displayName}
              autoComplete={false}
              spellcheck={false}
              onChange={({ detail }) => setTypedName(detail.value)}
            />
          </FormField>
          <FormField label="Display color - optional" errorText={submission.field("color")}>
            <div className="role-color-choice">
              {color !== "" && <span className="role-color" aria-hidden="true" style={{ background: `#${color}` }} />}
              <Select
                selectedOption={chosen}
                options={options}
                onChange={({ detail }) => setColor(detail.selectedOption.value ?? "")}
              />
            </div>
          </FormField>
          <Box color="text-body-secondary" variant="small">
            Roles that demand an external ID are for software, and cannot be switched to here.
          </Box>
          <FormButtons
            action="Switch Role"
            busy={submission.busy}
            onCancel={() => navigation.visit({ page: "console-home" })}
          />
        </SpaceBetween>
      </Container>
    </form>
  );
}
