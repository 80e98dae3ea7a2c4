import { useCallback, useEffect, useState } from "react";
import { onChange, type Outcome } from "../api/client";
import type { ErrorBody } from "../api/types";

export type Loaded<T> = { state: "loading" } | { state: "failed"; error: ErrorBody } | { state: "ready"; data: T };

/** Asks the core, and again after every change that anything makes. `ask` must be stable. */
export function useLoaded<T>(ask: () => Promise<Outcome<T>>): [Loaded<T>, () => void] {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: "loading" });
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
