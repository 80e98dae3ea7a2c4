import TextFilter from "@cloudscape-design/components/text-filter";
import { useState } from "react";

interface Props {
  /** What is found, for example `users`. */
  what: string;
  placeholder: string;
  start?: string;
  onFind(text: string): void;
}

/** The box above a table. Enter in it is not meant for the form that the table may be part of. */
export function FindBox({ what, placeholder, start = "", onFind }: Props) {
  const [draft, setDraft] = useState(start);
  return (
    <div
      role="search"
      aria-label={`Find ${what}`}
      onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
    >
      <TextFilter
        filteringText={draft}
        filteringPlaceholder={placeholder}
        filteringAriaLabel={`Find ${what}`}
        onChange={({ detail }) => setDraft(detail.filteringText)}
        onDelayedChange={({ detail }) => onFind(detail.filteringText)}
      />
    </div>
  );
}
