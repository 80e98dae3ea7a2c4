import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState, type FormEvent } from "react";
import { api, outcome } from "../../../../api/client";
import { useSubmit } from "../../../useSubmit";
import { ConsoleRefusal } from "../../ConsolePage";
import { Saved } from "./Saved";

const UNITS = [
  { value: "1", label: "Minutes" },
  { value: "60", label: "Hours" },
  { value: "1440", label: "Days" },
];

/** The largest unit that says it in whole numbers. */
function unitOf(minutes: number) {
  return [...UNITS].reverse().find(({ value }) => minutes % Number(value) === 0) ?? UNITS[0];
}

/** How long a session of the access portal lasts. */
export function SessionSettings({ minutes }: { minutes: number }) {
  const submission = useSubmit();
  const [unit, setUnit] = useState(unitOf(minutes));
  const [amount, setAmount] = useState(String(minutes / Number(unit?.value ?? 1)));
  const [saved, setSaved] = useState(false);
  const wanted = Math.trunc(Number(amount) * Number(unit?.value ?? 1));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { minutes: Number.isFinite(wanted) && wanted > 0 && wanted < 2 ** 31 ? wanted : 0 };
    void submission.send<unknown>(
      () => outcome(api.PUT("/api/identity-center/settings/session", { body })),
      () => setSaved(true),
    );
  };
  return (
    <form ref={submission.place} noValidate onSubmit={submit}>
      <Container
        header={
          <Header
            variant="h2"
            description="How long people stay signed in at the access portal. Sessions that have begun keep their end."
            actions={
              <Button formAction="submit" loading={submission.busy}>
                Save session duration
              </Button>
            }
          >
            Session duration
          </Header>
        }
      >
        <SpaceBetween size="m">
          <ConsoleRefusal error={submission.whole("minutes")} />
          {saved && <Saved>The session duration was saved. It counts for sessions that begin from now on.</Saved>}
          <SpaceBetween size="s" direction="horizontal">
            <FormField
              label="Duration"
              constraintText="15 minutes to 90 days (129,600 minutes)."
              errorText={submission.field("minutes")}
            >
              <Input
                name="minutes"
                type="number"
                value={amount}
                onChange={({ detail }) => {
                  setSaved(false);
                  setAmount(detail.value);
                }}
              />
            </FormField>
            <FormField label="Unit">
              <Select
                selectedOption={unit ?? null}
                options={UNITS}
                onChange={({ detail }) => {
                  setSaved(false);
                  setUnit(UNITS.find(({ value }) => value === detail.selectedOption.value));
                }}
              />
            </FormField>
          </SpaceBetween>
        </SpaceBetween>
      </Container>
    </form>
  );
}
