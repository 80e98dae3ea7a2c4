import { getConfig } from "@testing-library/react";

declare function setImmediate(done: () => void): void;

const { asyncWrapper } = getConfig();

/**
 * Around every wait of a test. What it waits for may be drawn a turn before its effects are run, as drawing takes long. The
 * library only lets a moment pass then, which a busy machine may give to somebody else; this lets the turn come.
 */
export const withEffects: typeof asyncWrapper = (wait) =>
  asyncWrapper(async () => {
    const found: unknown = await wait();
    await new Promise<void>(setImmediate);
    return found;
  });
