import { useEffect, useRef } from "react";
import { focusIsNowhere } from "../browser/focus";

/** When what had the keyboard focus left a list, the desk has it, not the whole window. */
export function useKeptFocus(count: number | undefined): void {
  const before = useRef(count);
  useEffect(() => {
    const fewer = before.current !== undefined && count !== undefined && count < before.current;
    before.current = count;
    if (fewer && focusIsNowhere()) document.getElementById("desk-body")?.focus();
  }, [count]);
}
