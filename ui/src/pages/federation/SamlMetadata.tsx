import { AsText } from "./AsText";

/** What AWS sign-in tells identity providers about itself. */
export default function SamlMetadata() {
  return <AsText testId="page-saml-metadata" title="SAML metadata of AWS sign-in" path="/static/saml-metadata.xml" />;
}
