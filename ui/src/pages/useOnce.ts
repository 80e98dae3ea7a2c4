import { useEffect, useRef, useState } from "react";
import type { Outcome } from "../api/client";

/**
 * Asks once a visit, for what must not be asked twice; `null` until the answer is there. Not while rendering: what was
 * rendered may be thrown away and begun anew.
 */
export function useOnce<T>(call: () => Promise<Outcome<T>>): Outcome<T> | null {
  const asked = useRef<Promise<Outcome<T>> | null>(null);
  const [answer, setAnswer] = useState<Outcome<T> | null>(null);
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
