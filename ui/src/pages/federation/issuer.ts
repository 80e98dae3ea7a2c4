import { routeOf } from "../../browser/addresses";

/** What to call the place that a person came from, by its address; `null` where the address is no page to go back to. */
export function placeOf(issuer: string): string | null {
  const { page } = routeOf(issuer);
  if (page === "portal") return "your access portal";
  try {
    const url = new URL(issuer);
    return url.protocol === "https:" || url.protocol === "http:" ? url.hostname : null;
  } catch {
    return null;
  }
}
