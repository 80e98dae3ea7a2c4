import Alert from "@cloudscape-design/components/alert";
import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRef, useState } from "react";
import { api, outcome } from "../api/client";
import { useSubmit } from "../pages/useSubmit";

/** Another security key, out of its box. */
export function AddKey() {
  const [adding, setAdding] = useState(false);
  const button = useRef<ButtonProps.Ref>(null);
  const close = () => {
    setAdding(false);
    button.current?.focus();
  };
  return (
    <SpaceBetween size="s">
      <Button ref={button} ariaExpanded={adding} onClick={() => setAdding(!adding)}>
        Add a key
      </Button>
      {adding && <NewKey onClose={close} />}
    </SpaceBetween>
  );
}

function NewKey({ onClose }: { onClose(): void }) {
  const form = useSubmit();
  const [name, setName] = useState("");
  const [pin, setPin] = useState("");
  const refused = form.whole("name", "pin");
  const add = () => {
    const body = { name, pin: pin === "" ? null : pin };
    return form.send(() => outcome(api.POST("/desk/security-keys", { body })), onClose);
  };
  return (
    <form
      ref={form.place}
      className="card"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <SpaceBetween size="s">
        {refused !== null && <Alert type="error">{refused.message}</Alert>}
        <FormField label="Name of the key" errorText={form.field("name")}>
          <Input value={name} autoFocus onChange={({ detail }) => setName(detail.value)} />
        </FormField>
        <FormField
          label="PIN (optional)"
          errorText={form.field("pin")}
          constraintText="With a PIN the key also proves who touched it, not only that somebody did."
        >
          <Input
            value={pin}
            type="password"
            autoComplete="new-password"
            onChange={({ detail }) => setPin(detail.value)}
          />
        </FormField>
        <SpaceBetween size="xs" direction="horizontal">
          <Button variant="primary" formAction="submit" loading={form.busy}>
            Add
          </Button>
          <Button formAction="none" onClick={onClose}>
            Cancel
          </Button>
        </SpaceBetween>
      </SpaceBetween>
    </form>
  );
}
