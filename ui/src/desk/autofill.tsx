import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { PasswordEntry } from "../api/types";
import { useNavigation } from "../browser/navigation";

/** What the password manager puts into a form. */
export interface Filling {
  kind: PasswordEntry["kind"];
  account: string | null;
  signInName: string;
  password: string;
}

/** A password that was changed on a page and could be kept. */
export type Offer = Filling;

/** A page's form: takes a filling, or says that it is not for this form. */
export type Form = (filling: Filling) => boolean;

/** A page's form for one-time codes: takes a code, or says that it has no box for one now. */
export type CodeForm = (code: string) => boolean;

interface Autofill {
  register(form: Form): () => void;
  /** Fills the form of this page, or goes to `address` and fills the form there. */
  fill(filling: Filling, address: string): void;
  registerCodes(form: CodeForm): () => void;
  /** Puts a one-time code into the page, and says whether the page had a box for it. */
  fillCode(code: string): boolean;
  offer: Offer | null;
  setOffer(offer: Offer | null): void;
}

const Context = createContext<Autofill | null>(null);

/** Brings the password manager, the authenticator app and the page's forms together. */
export function AutofillProvider({ children }: { children: ReactNode }) {
  const navigation = useNavigation();
  const form = useRef<Form | null>(null);
  const waiting = useRef<Filling | null>(null);
  const codeForms = useRef<CodeForm[]>([]);
  const [offer, setOffer] = useState<Offer | null>(null);

  const register = useCallback((next: Form) => {
    form.current = next;
    if (waiting.current !== null && next(waiting.current)) waiting.current = null;
    return () => {
      if (form.current === next) form.current = null;
    };
  }, []);

  const { visit } = navigation;
  const fill = useCallback(
    (filling: Filling, address: string) => {
      if (form.current?.(filling)) return;
      waiting.current = filling;
      visit(address);
    },
    [visit],
  );

  const registerCodes = useCallback((next: CodeForm) => {
    codeForms.current = [next, ...codeForms.current];
    return () => {
      codeForms.current = codeForms.current.filter((form) => form !== next);
    };
  }, []);

  const fillCode = useCallback((code: string) => codeForms.current.some((form) => form(code)), []);

  const value = useMemo(
    () => ({ register, fill, registerCodes, fillCode, offer, setOffer }),
    [register, fill, registerCodes, fillCode, offer],
  );
  return <Context value={value}>{children}</Context>;
}

export function useAutofill(): Autofill {
  const autofill = use(Context);
  if (autofill === null) throw new Error("no password manager around this component");
  return autofill;
}

/** Lets the password manager fill this page's form. */
export function useFillable(form: Form): void {
  const { register } = useAutofill();
  const latest = useRef(form);
  useEffect(() => {
    latest.current = form;
  });
  useEffect(() => register((filling) => latest.current(filling)), [register]);
}

/**
 * Lets the authenticator app and the hardware token fill this page's form for one-time codes. The form is given six
 * digits and puts them into its box, or into the first of its boxes that is empty; it answers `false` when it has no box
 * to fill. Of several forms on the screen the one that came last is asked first, so that a dialog goes before its page.
 */
export function useCodeFillable(form: CodeForm): void {
  const { registerCodes } = useAutofill();
  const latest = useRef(form);
  useEffect(() => {
    latest.current = form;
  });
  useEffect(() => registerCodes((code) => latest.current(code)), [registerCodes]);
}
