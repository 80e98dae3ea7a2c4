import { useEffect, useMemo, useState } from "react";
import { Arrows } from "../../paging";

/** Which part of a long list is shown: the core finds and pages. */
export interface Part {
  search: string;
  page: number;
  /** Another one only when it asks for something else. */
  query: { search?: string; page: number };
  narrow(search: string): void;
  turn(page: number): void;
}

export function usePart(): Part {
  const [{ search, page }, setPart] = useState({ search: "", page: 1 });
  const query = useMemo(() => (search === "" ? { page } : { search, page }), [search, page]);
  return {
    search,
    page,
    query,
    narrow: (text) => setPart({ search: text, page: 1 }),
    turn: (to) => setPart({ search, page: to }),
  };
}

/** Turns the pages of a list; nothing where one page is all. */
export function Pages({ part, pages }: { part: Part; pages: number }) {
  // What was on the last page may be gone: the page before it is the last one then.
  useEffect(() => {
    if (part.page > pages) part.turn(pages);
  }, [part, pages]);
  if (pages <= 1) return null;
  return (
    <Arrows
      back={part.page <= 1 ? null : () => part.turn(part.page - 1)}
      forth={part.page >= pages ? null : () => part.turn(part.page + 1)}
    >
      <span>
        Page {part.page} of {pages}
      </span>
    </Arrows>
  );
}
