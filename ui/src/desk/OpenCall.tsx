import Alert from "@cloudscape-design/components/alert";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../api/client";
import type { Call } from "../api/types";
import { FormButtons } from "../pages/FormButtons";
import { useSubmit } from "../pages/useSubmit";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "Clear", "0", "Undo"] as const;

/** A call that rings: six digits go in. */
export function OpenCall({ call }: { call: Call }) {
  const { id, from } = call;
  const form = useSubmit();
  const [digits, setDigits] = useState("");
  const refused = form.whole("digits");
  const path = { params: { path: { id } } };
  const send = () =>
    form.send(
      () => outcome(api.POST("/desk/phone/calls/{id}/digits", { ...path, body: { digits } })),
      () => setDigits(""),
    );
  const hangUp = () =>
    form.send(
      () => outcome(api.DELETE("/desk/phone/calls/{id}", path)),
      () => undefined,
    );
  const press = (key: (typeof KEYS)[number]) => {
    if (key === "Clear") setDigits("");
    else if (key === "Undo") setDigits(digits.slice(0, -1));
    else setDigits(digits + key);
  };
  return (
    <form
      ref={form.place}
      className="card call"
      data-testid="call"
      aria-label={`Call from ${from}`}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <SpaceBetween size="s">
        <div>
          <h3>{from} calls</h3>
          <p>Enter the six digits shown on the page.</p>
        </div>
        {refused !== null && <Alert type="error">{refused.message}</Alert>}
        <FormField label="Digits" errorText={form.field("digits")}>
          <Input
            value={digits}
            inputMode="numeric"
            autoComplete={false}
            onChange={({ detail }) => setDigits(detail.value)}
          />
        </FormField>
        <div className="keypad" role="group" aria-label="Keypad">
          {KEYS.map((key) => (
            <button key={key} type="button" onClick={() => press(key)}>
              {key}
            </button>
          ))}
        </div>
        <FormButtons action="Send the digits" cancel="Hang up" busy={form.busy} onCancel={() => void hangUp()} />
      </SpaceBetween>
    </form>
  );
}
