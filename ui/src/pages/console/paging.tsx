import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMemo, useState, type ReactNode } from "react";

/** What of a long list is shown: the core finds and pages. */
export interface Paging {
  find: string;
  setFind(find: string): void;
  /** Another one only when it asks for something else. */
  query: { find?: string; after?: string };
  back: (() => void) | null;
  forth(next: string): void;
}

export function usePaging(): Paging {
  const [find, setFind] = useState("");
  const [pages, setPages] = useState<string[]>([]);
  const after = pages.at(-1);
  const query = useMemo(
    () => ({ ...(find === "" ? {} : { find }), ...(after === undefined ? {} : { after }) }),
    [find, after],
  );
  return {
    find,
    setFind: (text) => {
      setPages([]);
      setFind(text);
    },
    query,
    back: pages.length === 0 ? null : () => setPages(pages.slice(0, -1)),
    forth: (next) => setPages([...pages, next]),
  };
}

/** The way to the pages before and after; nothing where one page is all. */
export function Pager({ paging, next }: { paging: Paging; next: string | null | undefined }) {
  if (paging.back === null && next == null) return null;
  return <Arrows back={paging.back} forth={next == null ? null : () => paging.forth(next)} />;
}

interface ArrowsProps {
  /** `null` where there is no page on that side. */
  back: (() => void) | null;
  forth: (() => void) | null;
  backLabel?: string;
  forthLabel?: string;
  /** What stands between the arrows. */
  children?: ReactNode;
}

/** Turns the pages of a list; not meant for the form that the list may be part of. */
export function Arrows({ back, forth, backLabel = "Previous page", forthLabel = "Next page", children }: ArrowsProps) {
  return (
    <SpaceBetween size="xs" direction="horizontal" alignItems="center">
      <Button
        iconName="angle-left"
        ariaLabel={backLabel}
        formAction="none"
        disabled={back === null}
        onClick={() => back?.()}
      />
      {children}
      <Button
        iconName="angle-right"
        ariaLabel={forthLabel}
        formAction="none"
        disabled={forth === null}
        onClick={() => forth?.()}
      />
    </SpaceBetween>
  );
}
