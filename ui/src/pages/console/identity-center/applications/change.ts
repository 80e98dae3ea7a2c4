import { api, outcome } from "../../../../api/client";
import type { ApplicationDetails, ApplicationSignIn, AttributeMapping } from "../../../../api/types";

interface Change {
  name?: string;
  description?: string;
  enabled?: boolean;
  requiresAssignment?: boolean;
  signIn?: ApplicationSignIn;
  attributes?: AttributeMapping[];
}

/** Saves what of an application is changed; the rest stays as it was read. */
export function save(details: ApplicationDetails, change: Change) {
  const { id, name, description, enabled, requiresAssignment } = details.application;
  const { signIn, attributes, updatedAt: expected } = details;
  return outcome(
    api.PUT("/api/identity-center/applications/{id}", {
      params: { path: { id } },
      body: { name, description, enabled, requiresAssignment, signIn, attributes, expected, ...change },
    }),
  );
}
