import type { CenterView } from "../api/types";

/** An instance of Identity Center, with a directory of its own. */
export const center: CenterView = {
  instanceId: "ssoins-0123456789abcdef",
  instanceArn: "arn:aws:sso:::instance/ssoins-0123456789abcdef",
  identityStoreId: "d-0123456789",
  managementAccountId: "111122223333",
  region: "us-east-1",
  alias: null,
  portal: {
    start: "https://d-0123456789.awsapps.com/start",
    classic: "https://d-0123456789.awsapps.com/start",
    ipv4: "https://ssoins-0123456789abcdef.us-east-1.portal.amazonaws.com",
    dualStack: "https://ssoins-0123456789abcdef.portal.us-east-1.app.aws",
    issuer: "https://identitycenter.amazonaws.com/ssoins-0123456789abcdef",
  },
  source: "directory",
  settings: {
    prompt: "always-on",
    allowKeys: true,
    allowApps: true,
    withoutDevice: "register",
    manageOwnDevices: true,
    sessionMinutes: 480,
    sendEmailOtp: false,
    accessControlAttributes: null,
  },
  users: 200_000,
  groups: 3,
  isDelegate: false,
  delegate: null,
};
