import createWrapper from "@cloudscape-design/components/test-utils/dom";
import { fireEvent, render, screen } from "@testing-library/react";
import { App } from "../shell/App";
import type { Core } from "./core";

/** Opens the window at an address, as a person does who types it. Mail and passwords are empty unless told before. */
export function openAt(core: Core, address?: string): void {
  if (core.sent("get", "/desk/mail").length > 0) throw new Error("one window a test");
  render(<App />);
  if (address !== undefined) goTo(address);
}

/** Types an address and presses Enter. */
export function goTo(address: string): void {
  type("Simulated address", address);
  fireEvent.submit(screen.getByRole("search", { name: "Address" }));
}

export function addressShown(): string {
  return screen.getByLabelText<HTMLInputElement>("Simulated address").value;
}

/** The box with this label. */
export function box(label: string): HTMLInputElement {
  return screen.getByLabelText<HTMLInputElement>(label, { selector: "input" });
}

/** Types into the box with this label, in place of what was there. */
export function type(label: string, text: string): void {
  fireEvent.change(box(label), { target: { value: text } });
}

/** Presses a button or link as the keyboard does: it has the focus first. */
export function press(name: string | RegExp, role: "button" | "link" | "tab" | "radio" | "checkbox" = "button"): void {
  const control = role === "radio" || role === "checkbox" ? screen.getByRole(role, { name }) : pressable(name, role);
  control.focus();
  fireEvent.click(control);
}

/** The button, link or tab of this name. By role and name alone a large page would take most of the time of a test. */
function pressable(name: string | RegExp, role: "button" | "link" | "tab"): HTMLElement {
  const found = [...document.querySelectorAll<HTMLElement>("button, a[href]")].filter((control) => {
    const own = control.getAttribute("aria-label") ?? control.textContent;
    const fits = typeof name === "string" ? own.trim() === name : name.test(own.trim());
    return fits && (control.getAttribute("role") ?? (control.tagName === "A" ? "link" : "button")) === role;
  });
  const [control] = found;
  if (control === undefined || found.length > 1) throw new Error(`${found.length} of ${role} ${String(name)}`);
  return control;
}

/** What is said right at the box with this label: its error or its hint. */
export function saidAt(label: string): string {
  const ids = box(label).getAttribute("aria-describedby")?.split(" ") ?? [];
  return ids.map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
}

/** The title and words of the refusal that belongs to no single field. */
export function refusal(): string | null {
  return screen.queryByTestId("refusal")?.textContent ?? null;
}

/** The open dialog. */
export function dialog() {
  const open = createWrapper()
    .findAllModals()
    .find((modal) => modal.isVisible());
  return open ?? null;
}

/** Presses a button of the open dialog. */
export function pressInDialog(name: string): void {
  const open = dialog()?.getElement();
  const buttons = open === undefined ? [] : createWrapper(open).findAllButtons();
  const button = buttons.find((each) => each.getElement().textContent === name);
  if (button === undefined) throw new Error(`no dialog with a button "${name}"`);
  fireEvent.click(button.getElement());
}

export function openDesk(tab: string | RegExp): void {
  press(/^My desk/);
  press(tab, "tab");
}
