import type { ApplicationSummary } from "../../../../api/types";

export const PROTOCOLS: Record<ApplicationSummary["protocol"], string> = {
  saml: "SAML 2.0",
  oidc: "OAuth 2.0 / OpenID Connect",
};
