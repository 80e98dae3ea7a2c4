import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";

/** Which part of a long list is shown: the core finds and pages. */
export interface Part {
  search: string;
  page: number;
  query: { search?: string; page: number };
  narrow(search: string): void;
  turn(page: number): void;
}

export function usePart(): Part {
  const [{ search, page }, setPart] = useState({ search: "", page: 1 });
  return {
    search,
    page,
    query: search === "" ? { page } : { search, page },
    narrow: (text) => setPart({ search: text, page: 1 }),
    turn: (to) => setPart({ search, page: to }),
  };
}

/** Turns the pages of a list; nothing where one page is all. */
export function Pages({ part, pages }: { part: Part; pages: number }) {
  if (pages <= 1) return null;
  return (
    <SpaceBetween size="xs" direction="horizontal" alignItems="center">
      <Button
        iconName="angle-left"
        ariaLabel="Previous page"
        formAction="none"
        disabled={part.page <= 1}
        onClick={() => part.turn(part.page - 1)}
      />
      <span>
        Page {part.page} of {pages}
      </span>
      <Button
        iconName="angle-right"
        ariaLabel="Next page"
        formAction="none"
        disabled={part.page >= pages}
        onClick={() => part.turn(part.page + 1)}
      />
    </SpaceBetween>
  );
}
