import { useCallback, useEffect, useState } from "react";
import { onChange, type Coded, type Outcome } from "../api/client";
import type { ErrorBody } from "../api/types";

export type Loaded<T, E extends Coded = ErrorBody> =
  { state: "loading" } | { state: "failed"; error: E } | { state: "ready"; data: T };

/** Asks the core, and again after every change that anything makes. `ask` must be stable. */
export function useLoaded<T, E extends Coded = ErrorBody>(
  ask: () => Promise<Outcome<T, E>>,
): [Loaded<T, E>, () => void] {
  const [loaded, setLoaded] = useState<Loaded<T, E>>({ state: "loading" });
  const [turn, setTurn] = useState(0);
  const again = useCallback(() => setTurn((value) => value + 1), []);
  useEffect(() => {
    let live = true;
    void ask().then((answer) => {
      if (!live) return;
      setLoaded(answer.ok ? { state: "ready", data: answer.data } : { state: "failed", error: answer.error });
    });
    return () => {
      live = false;
    };
  }, [ask, turn]);
  useEffect(() => onChange(again), [again]);
  return [loaded, again];
}
