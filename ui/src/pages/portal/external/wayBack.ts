let left: string | null = null;

/** Notes the page of the portal from which this browser was sent to the company. */
export function leaveFor(page: string): void {
  left = page;
}

/** That page, for whoever comes back and is not let in; `null` where the company began. */
export function wayBack(): string | null {
  return left;
}
