const PATHS = {
  back: "M12.5 4.5 7 10l5.5 5.5",
  forward: "M7.5 4.5 13 10l-5.5 5.5",
  reload: "M15.5 10a5.5 5.5 0 1 1-1.7-4M15.5 3.5V7H12",
  desk: "M3 7.5h14M5 7.5v9M15 7.5v9M9 11h6M8 4.5h4v3H8z",
  simulated: "M5 17V9a5 5 0 0 1 10 0v8M8 17v-7a2 2 0 0 1 4 0v7M3 17h14",
  close: "M5.5 5.5l9 9M14.5 5.5l-9 9",
} as const;

/** A line drawing of the shell. */
export function Glyph({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg className="glyph" viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** The product's own mark: a doorway in a doorway. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg viewBox="0 0 512 512" width={size} height={size} aria-hidden="true">
      <rect x="24" y="24" width="464" height="464" rx="104" fill="#174c55" />
      <path d="M116 424V236a140 140 0 0 1 280 0v188z" fill="#e9f1ee" />
      <path d="M156 424V240a100 100 0 0 1 200 0v184z" fill="#2f7f84" />
      <path d="M196 424V248a60 60 0 0 1 120 0v176z" fill="#f9c970" />
      <rect x="84" y="416" width="344" height="24" rx="12" fill="#e9f1ee" />
    </svg>
  );
}
