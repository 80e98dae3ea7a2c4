/** A condition on what a provider says of somebody. */
export interface TrustCondition {
  /** Without the provider's name before it: `aud`, `sub`. */
  key: string;
  /** May have * and ? in it, for any characters and any one. */
  value: string;
}

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
  conditions: TrustCondition[];
  /** The provider may say session tags, too. */
  takesTags: boolean;
  /** The provider may say a source identity, too. */
  takesSourceIdentity: boolean;
  /** A document that somebody wrote. */
  custom: string;
}

/** Where SAML responses for the console go. */
const SAML_AUDIENCE = "https://signin.aws.amazon.com/saml";

/** What the wizard asks of every SAML response, unless somebody takes it away. */
export const SAML_CONDITIONS: TrustCondition[] = [{ key: "aud", value: SAML_AUDIENCE }];

/** What a trust policy can ask of a SAML response, most usual first. */
export const SAML_KEYS = [
  "aud",
  "iss",
  "sub",
  "sub_type",
  "namequalifier",
  "doc",
  "eduPersonAffiliation",
  "eduPersonPrincipalName",
  "eduPersonOrgUnitDN",
  "organizationStatus",
  "cn",
  "commonName",
  "givenName",
  "mail",
  "name",
  "surname",
  "uid",
] as const;

/** What a trust policy can ask of a token, beside its audience. */
export const OIDC_KEYS = ["sub", "amr", "oaud"] as const;

/** A response or token may have several values of these. */
const LISTS: readonly string[] = ["eduPersonAffiliation", "eduPersonOrgUnitDN", "cn", "commonName", "amr"];

export const NO_CHOICES: TrustChoices = {
  kind: "account",
  account: "",
  externalId: "",
  needsMfa: false,
  service: "ec2.amazonaws.com",
  providerArn: "",
  audience: "",
  conditions: [],
  takesTags: false,
  takesSourceIdentity: false,
  custom: "",
};

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
      const audience = { key: "aud", value: choices.audience };
      return federated(choices, "sts:AssumeRoleWithWebIdentity", provider, [audience, ...choices.conditions]);
    }
    case "saml":
      return federated(choices, "sts:AssumeRoleWithSAML", "SAML", choices.conditions);
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

function federated(choices: TrustChoices, action: string, prefix: string, conditions: TrustCondition[]): object {
  const more = [
    ...(choices.takesTags ? ["sts:TagSession"] : []),
    ...(choices.takesSourceIdentity ? ["sts:SetSourceIdentity"] : []),
  ];
  return {
    Principal: { Federated: choices.providerArn },
    Action: more.length === 0 ? action : [action, ...more],
    ...conditionOf(prefix, conditions),
  };
}

/** The conditions by operator. All of them must hold, so what a key may be stands under one operator: any of its values. */
function conditionOf(prefix: string, conditions: TrustCondition[]): object {
  const found: Record<string, Record<string, string | string[]>> = {};
  for (const key of new Set(conditions.map(({ key }) => key).filter((key) => key !== ""))) {
    const values = conditions.filter((condition) => condition.key === key).map(({ value }) => value);
    const compare = values.some((value) => /[*?]/.test(value)) ? "StringLike" : "StringEquals";
    const [first = ""] = values;
    (found[LISTS.includes(key) ? `ForAnyValue:${compare}` : compare] ??= {})[`${prefix}:${key}`] =
      values.length === 1 ? first : values;
  }
  return Object.keys(found).length === 0 ? {} : { Condition: found };
}
