import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../api/client";
import { never } from "../api/types";
import { useSubmit } from "../pages/useSubmit";
import { DeskForm } from "./DeskForm";
import { scanScreen } from "./scan";
import { useUnfolding } from "./useUnfolding";

type Word = { type: "success" | "warning" | "error"; text: string };

const NO_CODE =
  "There is no code on the screen. Open the page that assigns an authenticator app, and press what shows its QR code.";
const UNREADABLE = "The code on the screen cannot be read. Show it again, or type the key.";

/** Adds a key: scanned, or typed. */
export function AddToAuthenticator() {
  const typing = useUnfolding();
  const [busy, setBusy] = useState(false);
  const [word, setWord] = useState<Word | null>(null);
  const added = (account: string) => {
    if (typing.open) typing.close();
    setWord({ type: "success", text: `${account} was added.` });
  };
  const scanned = async (otpauth: string) => {
    const answer = await outcome(api.POST("/desk/authenticator", { body: { otpauth } }));
    if (answer.ok) added(answer.data.account);
    else setWord({ type: "error", text: answer.error.message });
  };
  const onScan = async () => {
    setBusy(true);
    typing.setOpen(false);
    const scan = await scanScreen();
    switch (scan.found) {
      case "text":
        await scanned(scan.text);
        break;
      case "nothing":
        setWord({ type: "warning", text: NO_CODE });
        break;
      case "unreadable":
        setWord({ type: "warning", text: UNREADABLE });
        break;
      default:
        never(scan);
    }
    setBusy(false);
  };
  const onType = () => {
    setWord(null);
    typing.setOpen(!typing.open);
  };
  return (
    <SpaceBetween size="s">
      <SpaceBetween size="xs" direction="horizontal">
        <Button iconName="search" loading={busy} onClick={() => void onScan()}>
          Scan the code on screen
        </Button>
        <Button ref={typing.button} ariaExpanded={typing.open} onClick={onType}>
          Type the key
        </Button>
      </SpaceBetween>
      <div role="status" data-testid="authenticator-word">
        {word !== null && (
          <Alert type={word.type} dismissible dismissAriaLabel="Dismiss" onDismiss={() => setWord(null)}>
            {word.text}
          </Alert>
        )}
      </div>
      {typing.open && <TypedKey onAdded={added} onCancel={typing.close} />}
    </SpaceBetween>
  );
}

function TypedKey({ onAdded, onCancel }: { onAdded(account: string): void; onCancel(): void }) {
  const form = useSubmit();
  const [name, setName] = useState("");
  const [secret, setSecret] = useState("");
  const add = () =>
    void form.send(
      () => outcome(api.POST("/desk/authenticator", { body: { name, secret } })),
      ({ account }) => onAdded(account),
    );
  return (
    <DeskForm card form={form} fields={["name", "secret"]} action="Add" onSubmit={add} onCancel={onCancel}>
      <FormField label="Name" errorText={form.field("name")}>
        <Input value={name} autoFocus onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      <FormField
        label="Secret key"
        errorText={form.field("secret")}
        constraintText="Letters A to Z and digits 2 to 7, as the page shows it. Spaces do not matter."
      >
        <Input
          value={secret}
          autoComplete={false}
          spellcheck={false}
          disableBrowserAutocorrect
          onChange={({ detail }) => setSecret(detail.value)}
        />
      </FormField>
    </DeskForm>
  );
}
