import { routeOf } from "../../browser/addresses";

/** The place that a person came from, and may go back to. */
export interface Place {
  /** In a sentence: "your access portal", or the name of its host. */
  name: string;
  /** In a menu. */
  item: string;
}

/** What to call that place, by its address; `null` where the address is no page to go back to. */
export function placeOf(issuer: string | null | undefined): Place | null {
  if (issuer == null) return null;
  if (routeOf(issuer).page === "portal") return { name: "your access portal", item: "Access portal" };
  try {
    const { protocol, hostname } = new URL(issuer);
    return protocol === "https:" || protocol === "http:" ? { name: hostname, item: `Back to ${hostname}` } : null;
  } catch {
    return null;
  }
}
