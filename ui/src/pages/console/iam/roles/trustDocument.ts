/** Whom a role can be made for, and what the wizard knows of each. */
export interface TrustChoices {
  kind: "account" | "service" | "web-identity" | "saml" | "custom";
  /** 12 digits. */
  account: string;
  externalId: string;
  needsMfa: boolean;
  service: string;
  providerArn: string;
  audience: string;
  /** A document that somebody wrote. */
  custom: string;
}

export const NO_CHOICES: TrustChoices = {
  kind: "account",
  account: "",
  externalId: "",
  needsMfa: false,
  service: "ec2.amazonaws.com",
  providerArn: "",
  audience: "",
  custom: "",
};

/** Where SAML responses for the console go. */
const SAML_AUDIENCE = "https://signin.aws.amazon.com/saml";

/** The trust policy that the choices amount to. The core decides whether it is one. */
export function trustDocument(choices: TrustChoices): string {
  if (choices.kind === "custom") return choices.custom;
  const statement = { Effect: "Allow", ...statementOf(choices) };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] }, null, 2);
}

function statementOf(choices: TrustChoices): object {
  switch (choices.kind) {
    case "service":
      return { Principal: { Service: choices.service }, Action: "sts:AssumeRole" };
    case "web-identity": {
      const provider = choices.providerArn.split(":oidc-provider/")[1] ?? "";
      return {
        Principal: { Federated: choices.providerArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { [`${provider}:aud`]: choices.audience } },
      };
    }
    case "saml":
      return {
        Principal: { Federated: choices.providerArn },
        Action: "sts:AssumeRoleWithSAML",
        Condition: { StringEquals: { "SAML:aud": SAML_AUDIENCE } },
      };
    default: {
      const condition = {
        ...(choices.externalId === "" ? {} : { StringEquals: { "sts:ExternalId": choices.externalId } }),
        ...(choices.needsMfa ? { Bool: { "aws:MultiFactorAuthPresent": "true" } } : {}),
      };
      return {
        Principal: { AWS: `arn:aws:iam::${choices.account.replaceAll("-", "").trim()}:root` },
        Action: "sts:AssumeRole",
        ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
      };
    }
  }
}
