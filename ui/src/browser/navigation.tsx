import { createContext, use, useCallback, useLayoutEffect, useMemo, useReducer, type ReactNode } from "react";
import { speakIn } from "../api/client";
import { addressOf, inSession, routeOf, sessionOf, START, type Route } from "./addresses";
import { addressAt, canGoBack, canGoForward, move, startAt } from "./history";

export interface Navigation {
  address: string;
  route: Route;
  /** Changes with every load. */
  visitId: number;
  /** Changes with every load but a reload. */
  arrivalId: number;
  canGoBack: boolean;
  canGoForward: boolean;
  /** Goes to an address or page; from a console page, in the same session. */
  visit(target: string | Route): void;
  /** Goes to an address that was typed, or to another session: only the address says which session it is about. */
  open(address: string): void;
  /** Goes there without leaving a trace of this page in the history. */
  replace(target: string | Route): void;
  back(): void;
  forward(): void;
  reload(): void;
}

const Context = createContext<Navigation | null>(null);

function address(target: string | Route): string {
  if (typeof target !== "string") return addressOf(target);
  const session = sessionOf(target.trim());
  const found = addressOf(routeOf(target));
  return session === null ? found : inSession(found, session);
}

/** Holds the simulated browser's history. */
export function NavigationProvider({ children }: { children: ReactNode }) {
  const [history, step] = useReducer(move, START, startAt);
  const visit = useCallback((target: string | Route) => step({ kind: "visit", address: address(target) }), []);
  const open = useCallback((target: string) => step({ kind: "open", address: address(target) }), []);
  const replace = useCallback((target: string | Route) => step({ kind: "replace", address: address(target) }), []);
  const navigation = useMemo<Navigation>(() => {
    const current = addressAt(history);
    return {
      address: current,
      route: routeOf(current),
      visitId: history.visit,
      arrivalId: history.arrival,
      canGoBack: canGoBack(history),
      canGoForward: canGoForward(history),
      visit,
      open,
      replace,
      back: () => step({ kind: "back" }),
      forward: () => step({ kind: "forward" }),
      reload: () => step({ kind: "reload" }),
    };
  }, [history, visit, open, replace]);
  // Before any page asks: what it asks is about the session of its address.
  const session = sessionOf(navigation.address);
  useLayoutEffect(() => speakIn(session), [session]);
  return <Context value={navigation}>{children}</Context>;
}

/** The simulated browser, as pages see it. */
export function useNavigation(): Navigation {
  const navigation = use(Context);
  if (navigation === null) throw new Error("no simulated browser around this component");
  return navigation;
}
