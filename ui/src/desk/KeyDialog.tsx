import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Modal from "@cloudscape-design/components/modal";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../api/client";
import type { SecurityKeyView } from "../api/types";
import type { KeyRequest } from "../browser/credentials";
import { useSubmit } from "../pages/useSubmit";
import { asksTo, inOrder, knownAt, refusedBecause, touch } from "./ceremony";
import { warnings } from "./faults";
import { Loading } from "./Loading";
import { useLoaded } from "./useLoaded";

const ask = () => outcome(api.GET("/desk/security-keys"));

const FORM = "touch-key";

/** Which key, its PIN, and the touch. */
export function KeyDialog({ request }: { request: KeyRequest }) {
  const { kind, origin, rpId } = request;
  const [loaded] = useLoaded(ask);
  const form = useSubmit();
  const [chosen, setChosen] = useState<number | null>(null);
  const [pin, setPin] = useState("");
  const keys = loaded.state === "ready" ? inOrder(loaded.data.keys, request) : [];
  const key = keys.find(({ id }) => id === chosen) ?? keys[0];
  const choose = (id: number) => {
    setChosen(id);
    setPin("");
    form.setError(null);
  };
  const onTouch = (key: SecurityKeyView) => {
    setPin("");
    void form.send(() => touch(key, request, pin), request.answer);
  };
  const cancel = () => request.refuse(form.error?.message ?? "The key was not touched.");
  const refused = form.whole("pin");
  return (
    <Modal
      visible
      header="Your browser asks for a security key"
      closeAriaLabel="Close"
      onDismiss={cancel}
      data-testid="touch-key"
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <Button onClick={cancel}>Cancel</Button>
            {key !== undefined && (
              <Button variant="primary" form={FORM} formAction="submit" loading={form.busy}>
                Touch the key
              </Button>
            )}
          </SpaceBetween>
        </Box>
      }
    >
      <form
        id={FORM}
        ref={form.place}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (key !== undefined) onTouch(key);
        }}
      >
        <SpaceBetween size="m">
          <KeyValuePairs
            columns={1}
            items={[
              { label: "Address that asks", value: <span className="wrap">{origin}</span> },
              { label: `Asks to ${asksTo(kind)} of`, value: <span className="wrap">{rpId}</span> },
            ]}
          />
          {refused !== null && (
            <Alert type="error" header={refusedBecause(refused)}>
              {refused.message}
            </Alert>
          )}
          <Loading of={loaded}>
            {() =>
              key === undefined ? (
                <Box color="text-body-secondary">You have no security key. Add one under Keys on your desk.</Box>
              ) : (
                <SpaceBetween size="m">
                  <FormField label="Security key">
                    <RadioGroup
                      ariaLabel="Security key"
                      value={String(key.id)}
                      items={keys.map((each) => ({
                        value: String(each.id),
                        label: each.name,
                        description: known(each, rpId),
                      }))}
                      onChange={({ detail }) => choose(Number(detail.value))}
                    />
                  </FormField>
                  {key.hasPin && (
                    <FormField label="PIN of the key" errorText={form.field("pin")}>
                      <Input
                        type="password"
                        value={pin}
                        autoFocus
                        autoComplete={false}
                        onChange={({ detail }) => setPin(detail.value)}
                      />
                    </FormField>
                  )}
                  {warnings(key.faults).length > 0 && (
                    <Alert type="warning" header="A teaching fault of this key is on">
                      {warnings(key.faults).join(" ")}
                    </Alert>
                  )}
                </SpaceBetween>
              )
            }
          </Loading>
        </SpaceBetween>
      </form>
    </Modal>
  );
}

function known(key: SecurityKeyView, rpId: string): string {
  if (key.pinBlocked) return "Blocked after too many wrong PINs";
  const users = knownAt(key, rpId);
  return users.length === 0 ? `Has no passkey for ${rpId}` : `Has a passkey for ${rpId}: ${users.join(", ")}`;
}
