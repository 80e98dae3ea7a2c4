import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";

/** What of a long list is shown: the core finds and pages. */
export interface Paging {
  find: string;
  setFind(find: string): void;
  query: { find?: string; after?: string };
  back: (() => void) | null;
  forth(next: string): void;
}

export function usePaging(): Paging {
  const [find, setFind] = useState("");
  const [pages, setPages] = useState<string[]>([]);
  const after = pages.at(-1);
  return {
    find,
    setFind: (text) => {
      setPages([]);
      setFind(text);
    },
    query: { ...(find === "" ? {} : { find }), ...(after === undefined ? {} : { after }) },
    back: pages.length === 0 ? null : () => setPages(pages.slice(0, -1)),
    forth: (next) => setPages([...pages, next]),
  };
}

/** The way to the pages before and after; nothing where one page is all. */
export function Pager({ paging, next }: { paging: Paging; next: string | null | undefined }) {
  const { back, forth } = paging;
  if (back === null && next == null) return null;
  return (
    <SpaceBetween size="xs" direction="horizontal">
      <Button
        iconName="angle-left"
        ariaLabel="Previous page"
        formAction="none"
        disabled={back === null}
        onClick={() => back?.()}
      />
      <Button
        iconName="angle-right"
        ariaLabel="Next page"
        formAction="none"
        disabled={next == null}
        onClick={() => next != null && forth(next)}
      />
    </SpaceBetween>
  );
}
