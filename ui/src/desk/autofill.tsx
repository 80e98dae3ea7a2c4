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

interface Autofill {
  register(form: Form): () => void;
  /** Fills the form of this page, or goes to `address` and fills the form there. */
  fill(filling: Filling, address: string): void;
  offer: Offer | null;
  setOffer(offer: Offer | null): void;
}

const Context = createContext<Autofill | null>(null);

/** Brings the password manager and the page's form together. */
export function AutofillProvider({ children }: { children: ReactNode }) {
  const navigation = useNavigation();
  const form = useRef<Form | null>(null);
  const waiting = useRef<Filling | null>(null);
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

  const value = useMemo(() => ({ register, fill, offer, setOffer }), [register, fill, offer]);
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
