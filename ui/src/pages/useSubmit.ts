import { useCallback, useState } from "react";
import type { Outcome } from "../api/client";
import type { ErrorBody } from "../api/types";

/** The state of a form that was or is being sent. */
export interface Submission {
  busy: boolean;
  error: ErrorBody | null;
  /** The error text of a field, if the refusal names it. */
  field(name: string): string;
  /** The refusal, if it names none of these fields. */
  whole(...fields: string[]): ErrorBody | null;
  /** Sends, and keeps what was refused. Says whether it went well. */
  send<T>(call: () => Promise<Outcome<T>>, done: (data: T) => void): Promise<boolean>;
  setError(error: ErrorBody | null): void;
}

export function useSubmit(): Submission {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorBody | null>(null);
  const send = useCallback(async <T>(call: () => Promise<Outcome<T>>, done: (data: T) => void) => {
    setBusy(true);
    const answer = await call();
    setBusy(false);
    setError(answer.ok ? null : answer.error);
    if (answer.ok) done(answer.data);
    return answer.ok;
  }, []);
  return {
    busy,
    error,
    field: (name) => (error?.field === name ? error.message : ""),
    whole: (...fields) => (error !== null && !fields.includes(error.field ?? "") ? error : null),
    send,
    setError,
  };
}
