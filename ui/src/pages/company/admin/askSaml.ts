import { api, outcome } from "../../../api/client";

/** What is set about SAML; several pages have a part of it. */
export const askSaml = () => outcome(api.GET("/company/api/admin/saml"));
