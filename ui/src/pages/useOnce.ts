import { useEffect, useRef, useState } from "react";
import type { Coded, Outcome } from "../api/client";
import type { ErrorBody } from "../api/types";

/**
 * Asks once a visit, for what must not be asked twice; `null` until the answer is there. Not while rendering: what was
 * rendered may be thrown away and begun anew.
 */
export function useOnce<T, E extends Coded = ErrorBody>(call: () => Promise<Outcome<T, E>>): Outcome<T, E> | null {
  const asked = useRef<Promise<Outcome<T, E>> | null>(null);
  const [answer, setAnswer] = useState<Outcome<T, E> | null>(null);
  useEffect(() => {
    let gone = false;
    asked.current ??= call();
    void asked.current.then((told) => {
      if (!gone) setAnswer(told);
    });
    return () => {
      gone = true;
    };
  }, [call]);
  return answer;
}
