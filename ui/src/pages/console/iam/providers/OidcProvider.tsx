import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useState, type ReactNode } from "react";
import { api, outcome } from "../../../../api/client";
import type { IdentityProviderDetails } from "../../../../api/types";
import { useSubmit, type Submission } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";
import { Ask } from "../../Ask";

/** What can be changed of an OpenID Connect provider. */
interface Lists {
  audiences: string[];
  thumbprints: string[];
}

function change(arn: string, lists: Lists) {
  return () => outcome(api.PUT("/api/identity-providers/oidc", { params: { query: { arn } }, body: lists }));
}

/** For whom tokens of an OpenID Connect provider may be, and the certificates of its keys' address. */
export function OidcProvider({ details: { provider, audiences, thumbprints } }: { details: IdentityProviderDetails }) {
  const lists = { audiences, thumbprints };
  return (
    <SpaceBetween size="l">
      <List
        arn={provider.arn}
        lists={lists}
        of="audiences"
        title="Audiences"
        description="A token must be made for one of these client IDs."
        empty="There are none: no token can be believed. Add one."
        adding={{
          title: "Add audience",
          label: "Audience",
          constraint: "The client ID that tokens are made for: at most 255 characters.",
        }}
      />
      <List
        arn={provider.arn}
        lists={lists}
        of="thumbprints"
        title="Thumbprints"
        description="Asked only where the address of the provider's keys has a certificate that no well-known authority signed."
        empty="There are none. AWS finds out by itself."
        adding={{
          title: "Add thumbprint",
          label: "Thumbprint",
          constraint: "SHA-1 of a certificate: 40 hexadecimal digits. At most five.",
        }}
      />
    </SpaceBetween>
  );
}

interface ListProps {
  arn: string;
  lists: Lists;
  of: keyof Lists;
  title: string;
  description: string;
  empty: ReactNode;
  adding: { title: string; label: string; constraint: string };
}

function List({ arn, lists, of, title, description, empty, adding }: ListProps) {
  const submission = useSubmit();
  const [isAdding, setAdding] = useState(false);
  const items = lists[of];
  const remove = (item: string) =>
    void submission.send<unknown>(
      change(arn, { ...lists, [of]: items.filter((other) => other !== item) }),
      () => undefined,
    );
  return (
    <SpaceBetween size="s">
      <ConsoleRefusal error={submission.error} />
      <Table
        items={items.map((item) => ({ item }))}
        trackBy="item"
        wrapLines
        ariaLabels={{ tableLabel: title }}
        empty={<Box textAlign="center">{empty}</Box>}
        header={
          <Header
            variant="h2"
            counter={`(${items.length})`}
            description={description}
            actions={<Button onClick={() => setAdding(true)}>{adding.title}</Button>}
          >
            {title}
          </Header>
        }
        columnDefinitions={[
          {
            id: "item",
            header: adding.label,
            isRowHeader: true,
            cell: ({ item }) => <span className="long-name">{item}</span>,
          },
          {
            id: "action",
            header: "Action",
            minWidth: 110,
            cell: ({ item }) => (
              <Button
                variant="inline-link"
                ariaLabel={`Remove ${item}`}
                disabled={submission.busy}
                onClick={() => remove(item)}
              >
                Remove
              </Button>
            ),
          },
        ]}
      />
      {isAdding && (
        <Add
          {...adding}
          of={of}
          onAdd={(item) => change(arn, { ...lists, [of]: [...items, item] })}
          onClose={() => setAdding(false)}
        />
      )}
    </SpaceBetween>
  );
}

interface AddProps {
  title: string;
  label: string;
  constraint: string;
  of: keyof Lists;
  onAdd(item: string): Parameters<Submission["send"]>[0];
  onClose(): void;
}

function Add({ title, label, constraint, of, onAdd, onClose }: AddProps) {
  const submission = useSubmit();
  const [item, setItem] = useState("");
  return (
    <Ask
      title={title}
      confirm={title}
      submission={submission}
      fields={[of]}
      disabled={item.trim() === ""}
      onConfirm={() => void submission.send<unknown>(onAdd(item.trim()), onClose)}
      onClose={onClose}
    >
      <FormField label={label} constraintText={constraint} errorText={submission.field(of)}>
        <Input
          name={of}
          value={item}
          autoFocus
          autoComplete={false}
          spellcheck={false}
          onChange={({ detail }) => setItem(detail.value)}
        />
      </FormField>
    </Ask>
  );
}
