import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useEffect, useState } from "react";

interface Props {
  /** Until used codes cannot be used again. */
  seconds: number;
}

/** What it means that the store went back in time, and how long to wait. */
export function RolledBack({ seconds }: Props) {
  const left = useSecondsLeft(seconds);
  return (
    <SpaceBetween size="s">
      <Box variant="p">
        This happens when the store&rsquo;s write-ahead log was deleted or damaged, when an older copy of identity.db
        was put back, or when identity.anchor, which keeps track of the store, is missing or belongs to another one. If
        you still have the newest files, put them back and press Try again: nothing is lost then.
      </Box>
      <Box variant="p">
        Otherwise wait until codes that were used before have expired. After that, Try again opens the store: everyone
        is signed out, and unfinished sign-ins, remembered accounts and recovery links are void. Passwords, users and
        settings are those of the older state; what was changed since is gone.
      </Box>
      {left > 0 ? (
        <StatusIndicator type="pending">
          <span role="timer">{inWords(left)} left to wait</span>
        </StatusIndicator>
      ) : (
        <StatusIndicator type="success">The wait is over: Try again opens the store.</StatusIndicator>
      )}
    </SpaceBetween>
  );
}

/** Counts down by the clock, not by its own ticks: a window in the background ticks seldom. */
function useSecondsLeft(seconds: number): number {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const end = performance.now() + seconds * 1000;
    const timer = setInterval(() => setLeft(Math.max(0, Math.ceil((end - performance.now()) / 1000))), 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return left;
}

function inWords(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 60), "minute"],
    [seconds % 60, "second"],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`)
    .join(" ");
}
