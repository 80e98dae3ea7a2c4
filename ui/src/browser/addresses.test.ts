import { expect, test } from "vitest";
import { addressOf, inSession, routeOf, sessionOf, START, type Route } from "./addresses";

const COMPANY = "https://sso.anycompany.example";
const IAM = "https://us-east-1.console.aws.amazon.com/iam/home";
const CENTER = "https://us-east-1.console.aws.amazon.com/singlesignon/home";
const ORGANIZATIONS = "https://us-east-1.console.aws.amazon.com/organizations/v2/home";

// One of each page; a new page without its line here is a type error.
const PAGES: { [P in Route["page"]]: [Extract<Route, { page: P }>, string][] } = {
  start: [[{ page: "start" }, START]],
  "sign-in": [
    [{ page: "sign-in", account: null, region: null }, "https://signin.aws.amazon.com/signin"],
    [{ page: "sign-in", account: "acme", region: null }, "https://acme.signin.aws.amazon.com/console"],
    [
      { page: "sign-in", account: "111122223333", region: "eu-west-1" },
      "https://111122223333.signin.aws.amazon.com/console?region=eu-west-1",
    ],
  ],
  recovery: [
    [{ page: "recovery", token: "a/b+c &=" }, "https://signin.aws.amazon.com/resetpassword?token=a%2Fb%2Bc%20%26%3D"],
  ],
  "mfa-recovery": [
    [
      { page: "mfa-recovery", token: "a/b+c &=" },
      "https://signin.aws.amazon.com/mfa-recovery?token=a%2Fb%2Bc%20%26%3D",
    ],
  ],
  "console-home": [[{ page: "console-home" }, "https://console.aws.amazon.com/console/home"]],
  "iam-dashboard": [[{ page: "iam-dashboard" }, `${IAM}#/home`]],
  users: [[{ page: "users" }, `${IAM}#/users`]],
  "create-user": [[{ page: "create-user" }, `${IAM}#/users/create`]],
  user: [
    [{ page: "user", userName: "alice", section: null }, `${IAM}#/users/details/alice`],
    [
      { page: "user", userName: "a+b=c,d.e@f_g-h", section: "security_credentials" },
      `${IAM}#/users/details/a%2Bb%3Dc%2Cd.e%40f_g-h?section=security_credentials`,
    ],
  ],
  groups: [[{ page: "groups" }, `${IAM}#/groups`]],
  "create-group": [[{ page: "create-group" }, `${IAM}#/groups/create`]],
  group: [[{ page: "group", groupName: "Staff", section: "users" }, `${IAM}#/groups/details/Staff?section=users`]],
  roles: [[{ page: "roles" }, `${IAM}#/roles`]],
  "create-role": [[{ page: "create-role" }, `${IAM}#/roles/create`]],
  role: [[{ page: "role", roleName: "Auditor", section: null }, `${IAM}#/roles/details/Auditor`]],
  policies: [[{ page: "policies" }, `${IAM}#/policies`]],
  "create-policy": [[{ page: "create-policy" }, `${IAM}#/policies/create`]],
  policy: [
    [
      { page: "policy", arn: "arn:aws:iam::aws:policy/job-function/Billing", section: null },
      `${IAM}#/policies/details/arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2Fjob-function%2FBilling`,
    ],
  ],
  "edit-policy": [
    [
      { page: "edit-policy", arn: "arn:aws:iam::111122223333:policy/a+b=c,@" },
      `${IAM}#/policies/edit/arn%3Aaws%3Aiam%3A%3A111122223333%3Apolicy%2Fa%2Bb%3Dc%2C%40`,
    ],
  ],
  "policy-simulator": [[{ page: "policy-simulator" }, "https://policysim.aws.amazon.com/home/index.jsp"]],
  "identity-providers": [[{ page: "identity-providers" }, `${IAM}#/identity_providers`]],
  "create-identity-provider": [[{ page: "create-identity-provider" }, `${IAM}#/identity_providers/create`]],
  "identity-provider": [
    [
      { page: "identity-provider", arn: "arn:aws:iam::111122223333:saml-provider/Corp" },
      `${IAM}#/identity_providers/details/arn%3Aaws%3Aiam%3A%3A111122223333%3Asaml-provider%2FCorp`,
    ],
  ],
  "inspect-response": [
    [
      { page: "inspect-response", arn: "arn:aws:iam::111122223333:saml-provider/Corp" },
      `${IAM}#/identity_providers/inspect/arn%3Aaws%3Aiam%3A%3A111122223333%3Asaml-provider%2FCorp`,
    ],
  ],
  "account-settings": [[{ page: "account-settings" }, `${IAM}#/account_settings`]],
  "root-access": [[{ page: "root-access" }, `${IAM}#/organization/root-access`]],
  "credential-report": [[{ page: "credential-report" }, `${IAM}#/credential_report`]],
  "security-credentials": [[{ page: "security-credentials" }, `${IAM}#/security_credentials`]],
  organization: [[{ page: "organization" }, `${ORGANIZATIONS}/accounts`]],
  "organization-create-account": [[{ page: "organization-create-account" }, `${ORGANIZATIONS}/accounts/add/create`]],
  "organization-target": [
    [{ page: "organization-target", target: "r-ab12" }, `${ORGANIZATIONS}/root/r-ab12`],
    [
      { page: "organization-target", target: "ou-ab12-cd34ef56" },
      `${ORGANIZATIONS}/organizational-units/ou-ab12-cd34ef56`,
    ],
    [{ page: "organization-target", target: "111122223333" }, `${ORGANIZATIONS}/accounts/111122223333`],
  ],
  "organization-policies": [[{ page: "organization-policies" }, `${ORGANIZATIONS}/policies`]],
  "organization-create-policy": [
    [
      { page: "organization-create-policy", kind: "service" },
      `${ORGANIZATIONS}/policies/service-control-policy/create`,
    ],
  ],
  "organization-policy": [
    [
      { page: "organization-policy", kind: "resource", policy: "p-RCPFullAWSAccess" },
      `${ORGANIZATIONS}/policies/resource-control-policy/p-RCPFullAWSAccess`,
    ],
  ],
  "organization-settings": [[{ page: "organization-settings" }, `${ORGANIZATIONS}/settings`]],
  "center-dashboard": [[{ page: "center-dashboard" }, `${CENTER}#!/`]],
  "center-users": [[{ page: "center-users" }, `${CENTER}#!/users`]],
  "center-add-user": [[{ page: "center-add-user" }, `${CENTER}#!/users/add`]],
  "center-user": [
    [{ page: "center-user", id: "90676f1234-6f0d", section: null }, `${CENTER}#!/users/90676f1234-6f0d`],
    [{ page: "center-user", id: "a b/c", section: "sessions" }, `${CENTER}#!/users/a%20b%2Fc?section=sessions`],
  ],
  "center-groups": [[{ page: "center-groups" }, `${CENTER}#!/groups`]],
  "center-create-group": [[{ page: "center-create-group" }, `${CENTER}#!/groups/create`]],
  "center-group": [
    [{ page: "center-group", id: "90676f1234-6f0d", section: null }, `${CENTER}#!/groups/90676f1234-6f0d`],
  ],
  "center-applications": [[{ page: "center-applications" }, `${CENTER}#!/applications`]],
  "center-add-application": [[{ page: "center-add-application" }, `${CENTER}#!/applications/add`]],
  "center-application": [
    [
      { page: "center-application", id: "apl-1234567890abcdef", section: "attributes" },
      `${CENTER}#!/applications/apl-1234567890abcdef?section=attributes`,
    ],
  ],
  "center-settings": [[{ page: "center-settings" }, `${CENTER}#!/settings`]],
  "center-change-source": [[{ page: "center-change-source" }, `${CENTER}#!/settings/identity-source`]],
  company: [
    [{ page: "company", at: "home" }, `${COMPANY}/`],
    [{ page: "company", at: "aws-console" }, `${COMPANY}/apps/aws-console`],
    [{ page: "company", at: "identity-center" }, `${COMPANY}/apps/identity-center`],
    [{ page: "company", at: "broker" }, `${COMPANY}/broker`],
    [{ page: "company", at: "contractor" }, `${COMPANY}/contractor`],
    [{ page: "company", at: "builds" }, `${COMPANY}/builds`],
    [{ page: "company", at: "sign-on" }, `${COMPANY}/saml/sso`],
    [{ page: "company", at: "metadata" }, `${COMPANY}/saml/metadata`],
    [{ page: "company", at: "discovery" }, `${COMPANY}/.well-known/openid-configuration`],
    [{ page: "company", at: "jwks" }, `${COMPANY}/oauth/jwks`],
    [
      { page: "company", at: "authorize", query: "client_id=wiki&state=a%2Fb" },
      `${COMPANY}/oauth/authorize?client_id=wiki&state=a%2Fb`,
    ],
    [{ page: "company", at: "people" }, `${COMPANY}/admin/people`],
    [{ page: "company", at: "add-person" }, `${COMPANY}/admin/people/add`],
    [{ page: "company", at: "person", id: "a b/c" }, `${COMPANY}/admin/people/a%20b%2Fc`],
    [{ page: "company", at: "groups" }, `${COMPANY}/admin/groups`],
    [{ page: "company", at: "add-group" }, `${COMPANY}/admin/groups/add`],
    [{ page: "company", at: "group", id: "7" }, `${COMPANY}/admin/groups/7`],
    [{ page: "company", at: "mappings" }, `${COMPANY}/admin/roles`],
    [{ page: "company", at: "attributes" }, `${COMPANY}/admin/attributes`],
    [{ page: "company", at: "certificates" }, `${COMPANY}/admin/certificates`],
    [{ page: "company", at: "saml" }, `${COMPANY}/admin/saml`],
    [{ page: "company", at: "oidc" }, `${COMPANY}/admin/oidc`],
    [{ page: "company", at: "provisioning" }, `${COMPANY}/admin/provisioning`],
    [{ page: "company", at: "broker-settings" }, `${COMPANY}/admin/broker`],
    [{ page: "company", at: "faults" }, `${COMPANY}/admin/faults`],
    [{ page: "company", at: "issued" }, `${COMPANY}/admin/issued`],
    [{ page: "company", at: "issued-one", id: "12" }, `${COMPANY}/admin/issued/12`],
  ],
  application: [
    [
      { page: "application", application: "apl-1234567890abcdef", at: "home", query: "" },
      "https://apl-1234567890abcdef.apps.anycompany.example/",
    ],
    [
      { page: "application", application: "apl-1234567890abcdef", at: "acs", query: "" },
      "https://apl-1234567890abcdef.apps.anycompany.example/saml/acs",
    ],
    [
      { page: "application", application: "apl-1234567890abcdef", at: "start", query: "iss=x" },
      "https://apl-1234567890abcdef.apps.anycompany.example/oidc/start?iss=x",
    ],
    [
      { page: "application", application: "apl-1234567890abcdef", at: "callback", query: "code=c&state=s" },
      "https://apl-1234567890abcdef.apps.anycompany.example/oidc/callback?code=c&state=s",
    ],
  ],
  "center-accounts": [[{ page: "center-accounts" }, `${CENTER}#!/accounts`]],
  "center-account": [
    [{ page: "center-account", id: "111122223333", section: null }, `${CENTER}#!/accounts/111122223333`],
    [{ page: "center-account", id: "111122223333", section: "sets" }, `${CENTER}#!/accounts/111122223333?section=sets`],
  ],
  "center-permission-sets": [[{ page: "center-permission-sets" }, `${CENTER}#!/permission-sets`]],
  "center-create-permission-set": [[{ page: "center-create-permission-set" }, `${CENTER}#!/permission-sets/create`]],
  "center-permission-set": [
    [{ page: "center-permission-set", id: "ps-1234", section: null }, `${CENTER}#!/permission-sets/ps-1234`],
  ],
  "center-provisioning": [[{ page: "center-provisioning" }, `${CENTER}#!/provisioning`]],
  "event-history": [[{ page: "event-history" }, "https://us-east-1.console.aws.amazon.com/cloudtrailv2/home#/events"]],
  "switch-role": [
    [
      { page: "switch-role", account: "", roleName: "", displayName: "", color: "" },
      "https://signin.aws.amazon.com/switchrole",
    ],
    [
      { page: "switch-role", account: "acme", roleName: "ops/Admin", displayName: "Admin @ acme", color: "f2b0a9" },
      "https://signin.aws.amazon.com/switchrole?account=acme&roleName=ops%2FAdmin&displayName=Admin%20%40%20acme&color=f2b0a9",
    ],
  ],
  cloudshell: [[{ page: "cloudshell" }, "https://us-east-1.console.aws.amazon.com/cloudshell/home"]],
  service: [
    [
      { page: "service", service: "s3", region: "us-east-1" },
      "https://us-east-1.console.aws.amazon.com/s3/buckets?region=us-east-1",
    ],
    [
      { page: "service", service: "dynamodb", region: "eu-central-1" },
      "https://eu-central-1.console.aws.amazon.com/dynamodbv2/home?region=eu-central-1",
    ],
  ],
  resource: [
    [
      { page: "resource", service: "s3", region: "us-east-1", arn: "arn:aws:s3:::a-bucket" },
      "https://us-east-1.console.aws.amazon.com/s3/buckets/a-bucket?region=us-east-1",
    ],
    [
      { page: "resource", service: "s3", region: "us-east-1", arn: "arn:aws:s3:::a-bucket", prefix: "home/alice/" },
      "https://us-east-1.console.aws.amazon.com/s3/buckets/a-bucket?region=us-east-1&prefix=home%2Falice%2F",
    ],
    [
      { page: "resource", service: "s3", region: "us-east-1", arn: "arn:aws:s3:::a-bucket/2026/a b&c.txt" },
      "https://us-east-1.console.aws.amazon.com/s3/object/a-bucket?region=us-east-1&prefix=2026%2Fa%20b%26c.txt",
    ],
    [
      { page: "resource", service: "sns", region: "eu-west-1", arn: "arn:aws:sns:eu-west-1:111122223333:t#/?&" },
      "https://eu-west-1.console.aws.amazon.com/sns/v3/home?region=eu-west-1#/resource/arn%3Aaws%3Asns%3Aeu-west-1%3A111122223333%3At%23%2F%3F%26",
    ],
  ],
  "oauth-authorize": [
    [
      {
        page: "oauth-authorize",
        host: "oidc.us-east-1.amazonaws.com",
        query: "client_id=a&scopes=sso%3Aaccount%3Aaccess",
      },
      "https://oidc.us-east-1.amazonaws.com/authorize?client_id=a&scopes=sso%3Aaccount%3Aaccess",
    ],
    [
      { page: "oauth-authorize", host: "oidc.eu-west-1.api.aws", query: "" },
      "https://oidc.eu-west-1.api.aws/authorize",
    ],
  ],
  "oauth-device": [
    [
      { page: "oauth-device", host: "device.sso.us-east-1.amazonaws.com", userCode: "BCDF-GHJK" },
      "https://device.sso.us-east-1.amazonaws.com/?user_code=BCDF-GHJK",
    ],
    [
      { page: "oauth-device", host: "device.sso.us-east-1.amazonaws.com", userCode: "" },
      "https://device.sso.us-east-1.amazonaws.com/",
    ],
  ],
  outside: [
    [
      { page: "outside", address: "http://127.0.0.1:49152/oauth/callback?code=a&state=b" },
      "http://127.0.0.1:49152/oauth/callback?code=a&state=b",
    ],
    [{ page: "outside", address: "http://[::1]:8400/cb" }, "http://[::1]:8400/cb"],
  ],
  portal: [
    [
      { page: "portal", base: "https://d-0123456789.awsapps.com/start", at: "" },
      "https://d-0123456789.awsapps.com/start",
    ],
    [
      { page: "portal", base: "https://acme.awsapps.com/start", at: "/device?user_code=BCDF-GHJK" },
      "https://acme.awsapps.com/start#/device?user_code=BCDF-GHJK",
    ],
    [
      {
        page: "portal",
        base: "https://ssoins-0123456789abcdef.us-east-1.portal.amazonaws.com",
        at: "",
      },
      "https://ssoins-0123456789abcdef.us-east-1.portal.amazonaws.com",
    ],
    [
      {
        page: "portal",
        base: "https://ssoins-0123456789abcdef.portal.us-east-1.app.aws",
        at: "/applications",
      },
      "https://ssoins-0123456789abcdef.portal.us-east-1.app.aws#/applications",
    ],
  ],
  saml: [
    [{ page: "saml", address: "https://signin.aws.amazon.com/saml" }, "https://signin.aws.amazon.com/saml"],
    [
      { page: "saml", address: "https://eu-central-1.signin.aws.amazon.com/saml/acs/SAMLSP12AB" },
      "https://eu-central-1.signin.aws.amazon.com/saml/acs/SAMLSP12AB",
    ],
  ],
  "saml-metadata": [
    [
      { page: "saml-metadata", host: "signin.aws.amazon.com" },
      "https://signin.aws.amazon.com/static/saml-metadata.xml",
    ],
  ],
  "portal-acs": [
    [
      {
        page: "portal-acs",
        address: "https://us-east-1.signin.aws/platform/saml/acs/7c0a9e3e-6a3b-4c5d-8e9f-0a1b2c3d4e5f",
      },
      "https://us-east-1.signin.aws/platform/saml/acs/7c0a9e3e-6a3b-4c5d-8e9f-0a1b2c3d4e5f",
    ],
    [
      {
        page: "portal-acs",
        address: "https://us-east-1.signin.aws.amazon.com/platform/saml/acs/7c0a9e3e-6a3b-4c5d-8e9f-0a1b2c3d4e5f",
      },
      "https://us-east-1.signin.aws.amazon.com/platform/saml/acs/7c0a9e3e-6a3b-4c5d-8e9f-0a1b2c3d4e5f",
    ],
  ],
  "federation-call": [
    [
      {
        page: "federation-call",
        host: "signin.aws.amazon.com",
        query: "Action=getSigninToken&Session=%7B%7D",
      },
      "https://signin.aws.amazon.com/federation?Action=getSigninToken&Session=%7B%7D",
    ],
    // What comes twice is for the endpoint to refuse.
    [
      {
        page: "federation-call",
        host: "signin.aws.amazon.com",
        query: "Action=login&SigninToken=a&SigninToken=b",
      },
      "https://signin.aws.amazon.com/federation?Action=login&SigninToken=a&SigninToken=b",
    ],
  ],
  federation: [
    [
      {
        page: "federation",
        host: "us-east-1.signin.aws.amazon.com",
        token: "abc",
        destination: "https://console.aws.amazon.com/console/home",
        issuer: "https://d-0123456789.awsapps.com/start",
      },
      "https://us-east-1.signin.aws.amazon.com/federation?Action=login&Issuer=https%3A%2F%2Fd-0123456789.awsapps.com%2Fstart&Destination=https%3A%2F%2Fconsole.aws.amazon.com%2Fconsole%2Fhome&SigninToken=abc",
    ],
  ],
  "not-found": [[{ page: "not-found", address: "https://example.com/x" }, "https://example.com/x"]],
};

test.each(Object.values(PAGES).flat())("%j is at %s, both ways", (route, address) => {
  expect(addressOf(route)).toBe(address);
  expect(routeOf(address)).toEqual(route);
});

test.each<[string, Route]>([
  ["", { page: "start" }],
  ["VESTIBULE://start/", { page: "start" }],
  ["  signin.aws.amazon.com  ", { page: "sign-in", account: null, region: null }],
  ["http://SIGNIN.aws.amazon.com/console/", { page: "sign-in", account: null, region: null }],
  ["Acme.signin.aws.amazon.com", { page: "sign-in", account: "acme", region: null }],
  ["acme.signin.aws.amazon.com/console//", { page: "sign-in", account: "acme", region: null }],
  ["signin.aws.amazon.com/resetpassword", { page: "recovery", token: "" }],
  ["SIGNIN.aws.amazon.com/mfa-recovery/", { page: "mfa-recovery", token: "" }],
  ["console.aws.amazon.com", { page: "console-home" }],
  ["us-east-1.console.aws.amazon.com/console/home", { page: "console-home" }],
  ["us-east-1.console.aws.amazon.com/iam/home", { page: "iam-dashboard" }],
  ["us-east-1.console.aws.amazon.com/iam/home#", { page: "iam-dashboard" }],
  [
    "us-east-1.console.aws.amazon.com/iam/home#/groups/details/Staff/?x=y",
    { page: "group", groupName: "Staff", section: null },
  ],
  ["us-east-1.console.aws.amazon.com/iam/home#/users/", { page: "users" }],
  ["us-east-1.console.aws.amazon.com/cloudtrailv2/home", { page: "event-history" }],
  ["policysim.aws.amazon.com", { page: "policy-simulator" }],
  [
    "us-east-1.console.aws.amazon.com/iam/home#/policies/details/arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FX?section=permissions",
    { page: "policy", arn: "arn:aws:iam::aws:policy/X", section: "permissions" },
  ],
  ["us-east-1.console.aws.amazon.com/organizations/v2/home/", { page: "organization" }],
  [
    "us-east-1.console.aws.amazon.com/organizations/v2/home/policies/service-control-policy",
    { page: "organization-policies" },
  ],
  ["eu-west-3.console.aws.amazon.com", { page: "console-home" }],
  ["EU-WEST-3.console.aws.amazon.com/ec2/home/", { page: "service", service: "ec2", region: "eu-west-3" }],
  [
    "us-east-1.console.aws.amazon.com/ec2/home?region=sa-east-1",
    { page: "service", service: "ec2", region: "sa-east-1" },
  ],
  [
    "us-east-1.console.aws.amazon.com/ec2/home?region=moon-1#Instances:",
    { page: "service", service: "ec2", region: "us-east-1" },
  ],
  [
    "us-west-2.console.aws.amazon.com/s3/object/b",
    { page: "resource", service: "s3", region: "us-west-2", arn: "arn:aws:s3:::b" },
  ],
])("%j is forgiven", (typed, route) => {
  expect(routeOf(typed)).toEqual(route);
});

test.each([
  "nonsense",
  "a b c",
  "https://",
  "http://[",
  "ftp://signin.aws.amazon.com/signin",
  "javascript:alert(1)",
  "file:///etc/passwd",
  "signin.aws.amazon.com.example.com",
  "https://acme.signin.aws.amazon.com.example.com/console",
  "https://a.b.signin.aws.amazon.com/console",
  "https://-acme.signin.aws.amazon.com/console",
  "https://acme.signin.aws.amazon.com/elsewhere",
  "https://signin.aws.amazon.com/elsewhere",
  "https://console.aws.amazon.com/elsewhere",
  "https://us-east-1.console.aws.amazon.com/iam/home#/toString",
  "https://us-east-1.console.aws.amazon.com/iam/home#/robots",
  "https://us-east-1.console.aws.amazon.com/iam/home#/users/details/",
  "https://us-east-1.console.aws.amazon.com/iam/home#/users/details/a/b",
  "https://us-east-1.console.aws.amazon.com/iam/home#/users/details/%E0%A4%A",
  "https://us-east-1.console.aws.amazon.com/iam/home#/robots/details/r2",
  "https://signin.aws.amazon.com@example.com/signin",
  "https://moon-east-1.console.aws.amazon.com/ec2/home",
  "https://eu-west-1.console.aws.amazon.com/toString",
  "https://eu-west-1.console.aws.amazon.com/sns/v3/home#/resource/%E0%A4%A",
])("%j leads nowhere, and stays as it was typed", (typed) => {
  expect(routeOf(typed)).toEqual({ page: "not-found", address: typed });
});

test.each(["toString", "constructor", "__proto__"])("a name that every object has is no page: %s", (name) => {
  expect(routeOf(`https://us-east-1.console.aws.amazon.com/iam/home${name}`).page).toBe("not-found");
  expect(routeOf(`https://us-east-1.console.aws.amazon.com/iam/home#${name}`).page).toBe("not-found");
});

const LABEL = "111122223333-a1b2c3d4";
const OF_SESSION = `https://${LABEL}.us-east-1.console.aws.amazon.com`;

test.each([
  ["https://console.aws.amazon.com/console/home", `${OF_SESSION}/console/home`],
  [`${IAM}#/users`, `${OF_SESSION}/iam/home#/users`],
  [
    "https://signin.aws.amazon.com/switchrole?account=acme&roleName=Admin",
    `https://signin.aws.amazon.com/sessions/${LABEL}/v1/switchrole?account=acme&roleName=Admin`,
  ],
])("%s in one of several sessions", (address, own) => {
  expect(inSession(address, LABEL)).toBe(own);
  expect(inSession(own, "444455556666-zzzzzzzz")).toBe(own);
  expect(sessionOf(own)).toBe(LABEL);
  expect(sessionOf(address)).toBeNull();
  expect(routeOf(own)).toEqual(routeOf(address));
});

test.each([
  START,
  "https://signin.aws.amazon.com/signin",
  "https://acme.signin.aws.amazon.com/console",
  "https://console.aws.amazon.com.example.com/console/home",
])("%s knows no sessions", (address) => {
  expect(inSession(address, LABEL)).toBe(address);
});

test.each([
  "https://111122223333-A1B2C3D4.us-east-1.console.aws.amazon.com/console/home",
  "https://11112222333-a1b2c3d4.us-east-1.console.aws.amazon.com/console/home",
  "https://111122223333-a1b2c3d.us-east-1.console.aws.amazon.com/console/home",
  `https://x${LABEL}.us-east-1.console.aws.amazon.com/console/home`,
  `${OF_SESSION}.example.com/console/home`,
])("%s names no session", (address) => {
  expect(sessionOf(address)).toBeNull();
});
