import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { NavigationProvider } from "../browser/navigation";
import { press } from "../testing/window";
import { AutofillProvider, useCodeFillable, type CodeForm } from "./autofill";
import { CodeButtons } from "./RollingCode";

function Form({ form }: { form: CodeForm }) {
  useCodeFillable(form);
  return null;
}

function open(...forms: CodeForm[]) {
  const desk = (shown: CodeForm[]) => (
    <NavigationProvider>
      <AutofillProvider>
        {shown.map((form, at) => (
          <Form key={at} form={form} />
        ))}
        <CodeButtons code="012345" of="phone" />
      </AutofillProvider>
    </NavigationProvider>
  );
  const { rerender } = render(desk(forms));
  return (...next: CodeForm[]) => rerender(desk(next));
}

const fill = () => press("Fill the code of phone");
const refusal = () => screen.getByRole("status").textContent;

test("a code goes to the form that came last, as six digits", () => {
  const [page, inDialog]: [string[], string[]] = [[], []];
  const take = (into: string[]) => (code: string) => into.push(code) > 0;
  const show = open(take(page), take(inDialog));
  fill();
  expect([page, inDialog]).toEqual([[], ["012345"]]);
  show(take(page));
  fill();
  expect([page, inDialog]).toEqual([["012345"], ["012345"]]);
  expect(refusal()).toBe("");
});

test("a form without a box now lets the one below have the code", () => {
  const taken: string[] = [];
  open(
    (code) => taken.push(code) > 0,
    () => false,
  );
  fill();
  expect(taken).toEqual(["012345"]);
});

test("no form takes it: that is said, until one does", () => {
  const show = open(() => false);
  fill();
  expect(refusal()).toBe("The page has no box for a code now.");
  show(() => true);
  fill();
  expect(refusal()).toBe("");
});
