import type { CenterProviderForm } from "../../../../../api/types";

/** What is known of the company's identity provider while somebody enters it. */
export interface ProviderDraft {
  by: CenterProviderForm["by"];
  metadata: string;
  signInUrl: string;
  issuer: string;
  certificate: string;
}

export const NO_PROVIDER: ProviderDraft = { by: "metadata", metadata: "", signInUrl: "", issuer: "", certificate: "" };

/** The fields that show their own refusals. */
export const PROVIDER_FIELDS = ["metadata", "signInUrl", "issuer", "certificate"];

export function formOf({ by, metadata, signInUrl, issuer, certificate }: ProviderDraft): CenterProviderForm {
  return by === "metadata" ? { by, metadata } : { by, signInUrl, issuer, certificate };
}

/** What the sources are called. */
export type Target = "external" | "directory";
