import { useCallback, useLayoutEffect, useRef, useState, type RefCallback } from "react";
import type { Coded, Outcome } from "../api/client";
import type { ErrorBody } from "../api/types";

/** The state of a form that was or is being sent. */
export interface Submission<E extends Coded = ErrorBody> {
  busy: boolean;
  error: E | null;
  /** The error text of a field, if the refusal names it. */
  field(name: string): string;
  /** The refusal, if it names none of these fields. */
  whole(...fields: string[]): E | null;
  /**
   * Sends, and keeps what was refused. Says whether it went well. `elsewhere` says of a refusal that it leads to another
   * page, so that this form does not show it.
   */
  send<T>(
    call: () => Promise<Outcome<T, E>>,
    done: (data: T) => void,
    elsewhere?: (error: E) => boolean,
  ): Promise<boolean>;
  setError(error: E | null): void;
  /** The `ref` of what holds the fields: after a refusal the first wrong one has the keyboard focus. */
  place: RefCallback<HTMLElement>;
}

export function useSubmit<E extends Coded = ErrorBody>(): Submission<E> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<E | null>(null);
  const fields = useRef<HTMLElement>(null);
  const place = useCallback((element: HTMLElement | null) => {
    fields.current = element;
  }, []);
  useLayoutEffect(() => {
    const wrong = error === null ? null : fields.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    wrong?.focus();
    // What is wrong is said below the box, which may be a tall one.
    const [told] = wrong?.getAttribute("aria-describedby")?.split(" ") ?? [];
    if (told !== undefined) document.getElementById(told)?.scrollIntoView({ block: "nearest" });
  }, [error]);
  const send = useCallback(
    async <T>(call: () => Promise<Outcome<T, E>>, done: (data: T) => void, elsewhere?: (error: E) => boolean) => {
      setBusy(true);
      const answer = await call();
      setBusy(false);
      if (answer.ok) {
        setError(null);
        done(answer.data);
      } else if (elsewhere?.(answer.error) !== true) {
        setError(answer.error);
      }
      return answer.ok;
    },
    [],
  );
  return {
    busy,
    error,
    field: (name) => (error?.field === name ? error.message : ""),
    whole: (...fields) => (error !== null && !fields.includes(error.field ?? "") ? error : null),
    send,
    setError,
    place,
  };
}
