import { api, outcome, type Outcome } from "../../api/client";
import type { ApplicationEntry } from "../../api/types";
import { post } from "../../browser/posted";

/** Opens an application; with `readable` its response comes as XML that people can read, too. */
export function openApplication(id: string, readable: boolean): Promise<Outcome<ApplicationEntry>> {
  return outcome(api.POST("/api/portal/applications/{id}/open", { params: { path: { id } }, body: { readable } }));
}

/** Goes to an application with what the portal has for it, as a form that posts itself does. */
export function follow(entry: ApplicationEntry, visit: (address: string) => void): void {
  if (entry.kind === "oidc") {
    visit(entry.address);
    return;
  }
  post(entry.acs, { SAMLResponse: entry.samlResponse, RelayState: entry.relayState });
  visit(entry.acs);
}
