import type { CompanyTile } from "../../api/company";

const PATHS: Record<CompanyTile["kind"], string> = {
  "aws-console": "M4 6h24v17H4zM4 11h24M11 28h10M16 23v5M9 15l4 3-4 3M16 21h6",
  "identity-center": "M16 4l11 5v7c0 7-5 11-11 13C10 27 5 23 5 16V9zM11 16l4 4 7-8",
  broker: "M13 19a6 6 0 0 1 0-8l4-4a6 6 0 0 1 8 8l-2 2M19 13a6 6 0 0 1 0 8l-4 4a6 6 0 0 1-8-8l2-2",
  "web-identity": "M5 8h22v17H5zM10 14h5v6h-5zM19 14h5M19 18h5M13 8V5h6v3",
  builds: "M5 27 15 17M18 5a7 7 0 0 0-4 12l-9 9 3 3 9-9a7 7 0 0 0 9-9l-4 4-5-1-1-5 4-4z",
  administration:
    "M16 11a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM16 4v4M16 24v4M4 16h4M24 16h4M7.5 7.5l3 3M21.5 21.5l3 3M24.5 7.5l-3 3M10.5 21.5l-3 3",
};

/** A line drawing of what a tile opens. */
export function TileGlyph({ kind }: { kind: CompanyTile["kind"] }) {
  return (
    <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
      <path
        d={PATHS[kind]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
