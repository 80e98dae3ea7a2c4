import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../api/client";
import { useSubmit } from "../pages/useSubmit";
import { DeskForm } from "./DeskForm";
import { useUnfolding } from "./useUnfolding";

/** Another security key, out of its box. */
export function AddKey() {
  const { open, setOpen, button, close } = useUnfolding();
  return (
    <SpaceBetween size="s">
      <Button ref={button} ariaExpanded={open} onClick={() => setOpen(!open)}>
        Add a key
      </Button>
      {open && <NewKey onClose={close} />}
    </SpaceBetween>
  );
}

function NewKey({ onClose }: { onClose(): void }) {
  const form = useSubmit();
  const [name, setName] = useState("");
  const [pin, setPin] = useState("");
  const add = () => {
    const body = { name, pin: pin === "" ? null : pin };
    void form.send(() => outcome(api.POST("/desk/security-keys", { body })), onClose);
  };
  return (
    <DeskForm card form={form} fields={["name", "pin"]} action="Add" onSubmit={add} onCancel={onClose}>
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
    </DeskForm>
  );
}
