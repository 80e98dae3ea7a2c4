import type { PortalCredentials } from "../../api/types";

type Keys = Pick<PortalCredentials, "accessKeyId" | "secretAccessKey" | "sessionToken">;

/** An operating system or shell, as the dialog's tabs have it. */
export type Shell = "unix" | "windows" | "powershell";

/** Where tools look for credentials. */
export const CREDENTIALS_FILE: Record<Shell, string> = {
  unix: "~/.aws/credentials",
  windows: "%USERPROFILE%\\.aws\\credentials",
  powershell: "~\\.aws\\credentials",
};

const VARIABLE: Record<Shell, (name: string, value: string) => string> = {
  unix: (name, value) => `export ${name}="${value}"`,
  windows: (name, value) => `SET ${name}=${value}`,
  powershell: (name, value) => `$Env:${name}="${value}"`,
};

/** Option 1: environment variables. */
export function variables(shell: Shell, { accessKeyId, secretAccessKey, sessionToken }: Keys): string {
  const set = VARIABLE[shell];
  return [
    set("AWS_ACCESS_KEY_ID", accessKeyId),
    set("AWS_SECRET_ACCESS_KEY", secretAccessKey),
    set("AWS_SESSION_TOKEN", sessionToken),
  ].join("\n");
}

/** Option 2: a profile of the credentials file. */
export function profile(credentials: PortalCredentials): string {
  return [
    `[${credentials.accountId}_${credentials.roleName}]`,
    `aws_access_key_id=${credentials.accessKeyId}`,
    `aws_secret_access_key=${credentials.secretAccessKey}`,
    `aws_session_token=${credentials.sessionToken}`,
  ].join("\n");
}

/** What is left of a time, for people: `59 min 58 s`. */
export function left(milliseconds: number): string {
  const seconds = Math.max(Math.ceil(milliseconds / 1000), 0);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (hours > 0) return `${hours} h ${minutes} min ${rest} s`;
  return minutes > 0 ? `${minutes} min ${rest} s` : `${rest} s`;
}
