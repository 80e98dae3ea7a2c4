import type { Outcome } from "../../api/client";
import type { ErrorBody, ErrorCode, SignInStep } from "../../api/types";
import { useSubmit, type Submission } from "../useSubmit";

/** What every step past the password is given. */
export interface AttemptProps<S = SignInStep> {
  onStep(step: S): void;
  /** Back to the beginning, with the words of what ended the attempt. */
  onRestart(error: ErrorBody | null): void;
}

const OVER: ErrorCode[] = ["ATTEMPT_EXPIRED", "ACCOUNT_SUSPENDED"];

/** Whether an answer ends the whole sign-in. */
export function isOver(error: ErrorBody): boolean {
  return OVER.includes(error.code);
}

export interface Attempt<S = SignInStep> extends Submission {
  /** Sends what leads to the next step; says whether it does. */
  go(call: () => Promise<Outcome<S>>): Promise<boolean>;
}

/** A step of a sign-in under way: a sign-in that is over leads back to its beginning. */
export function useAttempt<S = SignInStep>({ onStep, onRestart }: AttemptProps<S>): Attempt<S> {
  const submission = useSubmit();
  return {
    ...submission,
    go: (call) =>
      submission.send(call, onStep, (error) => {
        const over = isOver(error);
        if (over) onRestart(error);
        return over;
      }),
  };
}
