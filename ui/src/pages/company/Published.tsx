import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { useCallback } from "react";
import { api, outcome } from "../../api/client";
import type { CompanyError } from "../../api/company";
import type { Outcome } from "../../api/client";
import { Loading } from "../../desk/Loading";
import { useLoaded } from "../../desk/useLoaded";
import { CompanyBody } from "./CompanyFrame";
import { CopyText } from "./CopyText";
import { Download } from "./Download";

type What = "metadata" | "discovery" | "jwks";

const WORDS: Record<What, { title: string; description: string; label: string; fileName: string }> = {
  metadata: {
    title: "SAML metadata",
    description: "Who AnyCompany is as identity provider, and the certificates of the keys that it signs with.",
    label: "Metadata",
    fileName: "anycompany-metadata.xml",
  },
  discovery: {
    title: "OpenID Connect discovery",
    description: "What relying parties read first.",
    label: "Discovery document",
    fileName: "openid-configuration.json",
  },
  jwks: {
    title: "Public keys",
    description: "Of the keys that sign ID tokens (JWKS).",
    label: "Keys",
    fileName: "jwks.json",
  },
};

/** What the company publishes, as text. */
export async function published(what: What): Promise<Outcome<string, CompanyError>> {
  switch (what) {
    case "metadata":
      return outcome(api.GET("/company/saml/metadata", { parseAs: "text" }));
    case "discovery":
      return pretty(await outcome<unknown, CompanyError>(api.GET("/company/.well-known/openid-configuration")));
    case "jwks":
      return pretty(await outcome<unknown, CompanyError>(api.GET("/company/oauth/jwks")));
  }
}

function pretty(answer: Outcome<unknown, CompanyError>): Outcome<string, CompanyError> {
  return answer.ok ? { ok: true, data: JSON.stringify(answer.data, null, 2) } : answer;
}

/** A document that anybody may read. */
export function Published({ what }: { what: What }) {
  const ask = useCallback(() => published(what), [what]);
  const [loaded] = useLoaded(ask);
  const { title, description, label, fileName } = WORDS[what];
  return (
    <CompanyBody testId={`page-company-${what}`}>
      <Container
        header={
          <Header variant="h1" description={description}>
            {title}
          </Header>
        }
      >
        <Loading of={loaded}>
          {(text) => (
            <CopyText
              label={label}
              text={text}
              testId="published"
              more={<Download fileName={fileName} contents={text} />}
            />
          )}
        </Loading>
      </Container>
    </CompanyBody>
  );
}
