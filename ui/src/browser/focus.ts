import { useLayoutEffect, useRef, type RefObject } from "react";
import { useNavigation } from "./navigation";

const FIELDS = "input:not([readonly]):not([type=radio]):not([type=checkbox]):not([type=hidden])";

/** Whether nothing has the keyboard focus: what had it is gone. */
export function focusIsNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/**
 * Gives the keyboard focus to a page: to the first field still to be filled in if the page is a form and shows it, else to
 * its main heading. Says whether the page is there yet.
 */
export function focusPage(page: HTMLElement): boolean {
  const heading = page.querySelector("h1");
  if (heading === null) return false;
  if (page.contains(document.activeElement) && document.activeElement !== page) return true;
  const fields = [...(heading.closest("form")?.querySelectorAll<HTMLInputElement>(FIELDS) ?? [])];
  const field = fields.find((input) => input.value === "") ?? fields[0];
  // A form that is filled in already, but for something far down, is read from its beginning.
  if (field !== undefined && field.getBoundingClientRect().bottom <= window.innerHeight) {
    field.focus();
  } else {
    heading.tabIndex = -1;
    heading.focus();
  }
  return true;
}

/**
 * One step follows another at the same address: the button that led here is gone, and the focus with it. Brings it into
 * the step that came.
 */
export function useStepFocus(step: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    if (step.current !== null && focusIsNowhere()) focusPage(step.current);
  }, [step]);
}

/**
 * After every way to a page, the keyboard focus is in it; a page may still be loading when it is come to. A reload moves
 * nothing that still has its place, such as a button of the desk.
 */
export function usePageFocus(main: RefObject<HTMLElement | null>): void {
  const { visitId, arrivalId } = useNavigation();
  const arrived = useRef(arrivalId);
  useLayoutEffect(() => {
    const page = main.current;
    const came = arrived.current !== arrivalId;
    arrived.current = arrivalId;
    if (page === null || visitId === 0 || !(came || focusIsNowhere())) return;
    const before = document.activeElement;
    // A page that was asked for from here is left alone once the person has gone on to something else.
    const arrive = () => (document.activeElement !== before && !focusIsNowhere()) || focusPage(page);
    if (arrive()) return;
    const observer = new MutationObserver(() => {
      if (arrive()) observer.disconnect();
    });
    observer.observe(page, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [main, visitId, arrivalId]);
}
