/** AnyCompany's mark: two people under one roof. */
export function CompanyMark({ size = 32 }: { size?: number }) {
  return (
    <svg viewBox="0 0 48 48" width={size} height={size} aria-hidden="true">
      <path d="M24 3 45 20v25H3V20z" fill="#ffc857" />
      <circle cx="17" cy="24" r="5" fill="#2b1f6b" />
      <circle cx="31" cy="24" r="5" fill="#2b1f6b" />
      <path d="M8 45c0-8 4-13 9-13s9 5 9 13z" fill="#2b1f6b" />
      <path d="M22 45c0-8 4-13 9-13s9 5 9 13z" fill="#6655d8" />
    </svg>
  );
}
