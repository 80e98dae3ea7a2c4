import { createContext, use, useCallback, useMemo, useReducer, type ReactNode } from "react";
import { addressOf, routeOf, START, type Route } from "./addresses";
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
  /** Goes to an address or page. */
  visit(target: string | Route): void;
  /** Goes there without leaving a trace of this page in the history. */
  replace(target: string | Route): void;
  back(): void;
  forward(): void;
  reload(): void;
}

const Context = createContext<Navigation | null>(null);

function address(target: string | Route): string {
  return addressOf(typeof target === "string" ? routeOf(target) : target);
}

/** Holds the simulated browser's history. */
export function NavigationProvider({ children }: { children: ReactNode }) {
  const [history, step] = useReducer(move, START, startAt);
  const visit = useCallback((target: string | Route) => step({ kind: "visit", address: address(target) }), []);
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
      replace,
      back: () => step({ kind: "back" }),
      forward: () => step({ kind: "forward" }),
      reload: () => step({ kind: "reload" }),
    };
  }, [history, visit, replace]);
  return <Context value={navigation}>{children}</Context>;
}

/** The simulated browser, as pages see it. */
export function useNavigation(): Navigation {
  const navigation = use(Context);
  if (navigation === null) throw new Error("no simulated browser around this component");
  return navigation;
}
