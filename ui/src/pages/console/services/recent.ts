const KEY = "vestibule.recent";
const MOST = 6;

/** The services that someone opened last in this browser, the newest first. */
export function recentServices(arn: string): string[] {
  return stored()[arn] ?? [];
}

export function noteService(arn: string, service: string): void {
  const all = stored();
  const recent = [service, ...(all[arn] ?? []).filter((other) => other !== service)].slice(0, MOST);
  localStorage.setItem(KEY, JSON.stringify({ ...all, [arn]: recent }));
}

function stored(): Record<string, string[]> {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    if (typeof read !== "object" || read === null) return {};
    return Object.fromEntries(Object.entries(read).filter((each): each is [string, string[]] => isNames(each[1])));
  } catch {
    return {};
  }
}

function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
