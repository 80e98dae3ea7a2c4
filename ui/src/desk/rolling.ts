import { useEffect, useState } from "react";
import type { Outcome } from "../api/client";

/** The length of a step, as RFC 6238 and every authenticator app have it. */
export const STEP_SECONDS = 30;

/** A simulated time as the core told it, and when it did by this machine's clock: the two run equally fast. */
export interface Told {
  now: string;
  at: number;
}

/** A code as it rolls. */
export interface Rolling {
  code: string;
  /** Whole seconds until the next one. */
  left: number;
}

interface Steps {
  code: string;
  nextCode?: string;
  stepEndsAt: string;
}

/** What holds at `at` by this machine's clock. A step that has just ended is followed by the next until the core is asked. */
export function rollingAt({ code, nextCode, stepEndsAt }: Steps, told: Told, at: number): Rolling {
  const left = Math.ceil((Date.parse(stepEndsAt) - simulated(told, at)) / 1000);
  if (left > 0) return { code, left: Math.min(left, STEP_SECONDS) };
  return { code: nextCode ?? code, left: nextCode === undefined ? 0 : Math.max(left + STEP_SECONDS, 0) };
}

/** Whether a step has ended, so that the core is to be asked for what comes after. */
export function hasEnded(steps: readonly Steps[], told: Told, at: number): boolean {
  return steps.some(({ stepEndsAt }) => Date.parse(stepEndsAt) <= simulated(told, at));
}

/** What time it is in the simulation. */
export function simulated(told: Told, at: number): number {
  return Date.parse(told.now) + Math.max(at - told.at, 0);
}

/** Notes when an answer came. */
export async function timed<T extends { now: string }>(
  call: Promise<Outcome<T>>,
): Promise<Outcome<T & { told: Told }>> {
  const answer = await call;
  if (!answer.ok) return answer;
  return { ok: true, data: { ...answer.data, told: { now: answer.data.now, at: Date.now() } } };
}

/** This machine's clock, twice a second. */
export function useTick(): number {
  const [at, setAt] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setAt(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return at;
}

/**
 * Asks again once a step has ended of what was told. Only once: an answer that takes longer than a tick would be given up for
 * the next one, and the codes would stand still.
 */
export function useRoll(ended: boolean, told: Told | undefined, again: () => void): void {
  useEffect(() => {
    if (ended) again();
  }, [ended, told, again]);
}
