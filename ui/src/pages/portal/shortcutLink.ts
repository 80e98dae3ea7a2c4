/** What a shortcut link says; all of it may have been typed by somebody. */
export interface ShortcutLink {
  accountId: string;
  /** Empty: the person is asked. */
  roleName: string;
  /** Empty: the permission set's relay state, or console home. */
  destination: string;
}

/** The link itself. It grants nothing. */
export function shortcutAddress(portal: string, { accountId, roleName, destination }: ShortcutLink): string {
  const parts = [`account_id=${encodeURIComponent(accountId)}`];
  if (roleName !== "") parts.push(`role_name=${encodeURIComponent(roleName)}`);
  if (destination !== "") parts.push(`destination=${encodeURIComponent(destination)}`);
  return `${portal}/#/console?${parts.join("&")}`;
}

export function shortcutOf(asked: URLSearchParams): ShortcutLink {
  const said = (name: string) => (asked.get(name) ?? "").trim();
  return { accountId: said("account_id"), roleName: said("role_name"), destination: said("destination") };
}

/** Whether an address is one of the console. The core decides by the same rule where a link leads. */
export function isConsole(address: string): boolean {
  try {
    const url = new URL(address);
    return url.protocol === "https:" && url.port === "" && /(^|\.)console\.aws\.amazon\.com$/.test(url.hostname);
  } catch {
    return false;
  }
}
