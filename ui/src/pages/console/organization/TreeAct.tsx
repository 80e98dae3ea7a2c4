import Alert from "@cloudscape-design/components/alert";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { OrganizationAccount, OrganizationTree, OrganizationUnit } from "../../../api/types";
import { useSubmit } from "../../useSubmit";
import { Ask } from "../Ask";
import { pathOf, type TreeItem } from "./tree";

export type TreeActKind = "create-unit" | "rename-unit" | "delete-unit" | "move" | "close";

interface Props {
  act: TreeActKind;
  item: TreeItem;
  tree: OrganizationTree;
  onClose(): void;
}

/** What is done to the chosen unit or account. */
export function TreeAct({ act, item, tree, onClose }: Props) {
  if (item.kind === "unit") {
    switch (act) {
      case "create-unit":
        return <CreateUnit parent={item.unit} onClose={onClose} />;
      case "rename-unit":
        return <RenameUnit unit={item.unit} onClose={onClose} />;
      case "delete-unit":
        return <DeleteUnit unit={item.unit} onClose={onClose} />;
      default:
        return null;
    }
  }
  switch (act) {
    case "move":
      return <Move account={item.account} tree={tree} onClose={onClose} />;
    case "close":
      return <Close account={item.account} onClose={onClose} />;
    default:
      return null;
  }
}

function CreateUnit({ parent, onClose }: { parent: OrganizationUnit; onClose(): void }) {
  const submission = useSubmit();
  const [name, setName] = useState("");
  const body = { parentId: parent.id, name };
  return (
    <Ask
      title={`Create organizational unit in ${parent.name}`}
      confirm="Create organizational unit"
      submission={submission}
      fields={["name"]}
      onConfirm={() => void submission.send(() => outcome(api.POST("/api/organization/units", { body })), onClose)}
      onClose={onClose}
    >
      <NameField name={name} error={submission.field("name")} onChange={setName} />
    </Ask>
  );
}

function RenameUnit({ unit, onClose }: { unit: OrganizationUnit; onClose(): void }) {
  const submission = useSubmit();
  const [name, setName] = useState(unit.name);
  const params = { path: { unitId: unit.id } };
  return (
    <Ask
      title={`Rename ${unit.name}`}
      confirm="Save changes"
      submission={submission}
      fields={["name"]}
      onConfirm={() =>
        void submission.send<unknown>(
          () => outcome(api.PUT("/api/organization/units/{unitId}", { params, body: { name } })),
          onClose,
        )
      }
      onClose={onClose}
    >
      <NameField name={name} error={submission.field("name")} onChange={setName} />
    </Ask>
  );
}

function NameField({ name, error, onChange }: { name: string; error: string; onChange(name: string): void }) {
  return (
    <FormField
      label="Organizational unit name"
      constraintText="At most 128 characters. Unique among its neighbours."
      errorText={error}
    >
      <Input
        name="name"
        value={name}
        autoFocus
        autoComplete={false}
        spellcheck={false}
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}

function DeleteUnit({ unit, onClose }: { unit: OrganizationUnit; onClose(): void }) {
  const submission = useSubmit();
  const params = { path: { unitId: unit.id } };
  return (
    <Ask
      title={`Delete ${unit.name}?`}
      confirm="Delete organizational unit"
      submission={submission}
      onConfirm={() =>
        void submission.send<unknown>(
          () => outcome(api.DELETE("/api/organization/units/{unitId}", { params })),
          onClose,
        )
      }
      onClose={onClose}
    >
      <Alert type="warning">A unit can be deleted once it holds no accounts and no other units.</Alert>
    </Ask>
  );
}

function Move({ account, tree, onClose }: { account: OrganizationAccount; tree: OrganizationTree; onClose(): void }) {
  const submission = useSubmit();
  const options = tree.units.map(({ id }) => ({ value: id, label: pathOf(tree, id) }));
  const [to, setTo] = useState(account.parentId);
  const params = { path: { accountId: account.id } };
  return (
    <Ask
      title={`Move ${account.name}`}
      confirm="Move AWS account"
      submission={submission}
      disabled={to === account.parentId}
      onConfirm={() =>
        void submission.send<unknown>(
          () => outcome(api.PUT("/api/organization/accounts/{accountId}/parent", { params, body: { parentId: to } })),
          onClose,
        )
      }
      onClose={onClose}
    >
      <Alert type="info">
        The account follows the policies of its new place at once, and no longer those of the old.
      </Alert>
      <FormField label="Destination">
        <Select
          options={options}
          selectedOption={options.find(({ value }) => value === to) ?? null}
          onChange={({ detail }) => setTo(detail.selectedOption.value ?? to)}
        />
      </FormField>
    </Ask>
  );
}

function Close({ account, onClose }: { account: OrganizationAccount; onClose(): void }) {
  const submission = useSubmit();
  const [typed, setTyped] = useState("");
  const params = { path: { accountId: account.id } };
  return (
    <Ask
      title={`Close ${account.name}?`}
      confirm="Close account"
      submission={submission}
      disabled={typed.trim() !== account.id}
      onConfirm={() =>
        void submission.send<unknown>(
          () => outcome(api.DELETE("/api/organization/accounts/{accountId}", { params })),
          onClose,
        )
      }
      onClose={onClose}
    >
      <Alert type="warning">
        The account is suspended: everyone in it is signed out now, and nobody can sign in to it any more.
      </Alert>
      <FormField label="Type the account ID to confirm" description={account.id}>
        <Input
          name="confirm"
          value={typed}
          autoFocus
          autoComplete={false}
          inputMode="numeric"
          onChange={({ detail }) => setTyped(detail.value)}
        />
      </FormField>
    </Ask>
  );
}
