import Alert from "@cloudscape-design/components/alert";
import type { CompanyError, CompanyErrorCode } from "../../api/company";

const TITLES: Partial<Record<CompanyErrorCode, string>> = {
  AUTHENTICATION_FAILED: "Not signed in",
  TOO_MANY_ATTEMPTS: "Too many attempts",
  CREDENTIAL_DISABLED: "Sign-in switched off",
  ATTEMPT_EXPIRED: "Start again",
  CODE_INVALID: "Wrong code",
  CODE_USED: "Code used before",
  NOT_SIGNED_IN: "Not signed in",
  ACCESS_DENIED: "Not for you",
  NO_SUCH_ENTITY: "Not found",
  ENTITY_ALREADY_EXISTS: "This exists already",
  DELETE_CONFLICT: "This cannot be done",
  REQUEST_REFUSED: "The request was refused",
  NOT_CONFIGURED: "Not set up yet",
  REMOTE_REFUSED: "AWS said no",
  UNREACHABLE: "No answer",
  PAYLOAD_TOO_LARGE: "Too much text",
};

/** A refusal of the company that belongs to no single field; what AWS said is in its own words. */
export function CompanyRefusal({ error }: { error: CompanyError | null }) {
  if (error === null) return null;
  const { code, message, remote } = error;
  return (
    <div role="alert" data-testid="refusal" data-code={code}>
      <Alert type="error" header={TITLES[code] ?? "This could not be done"}>
        {remote == null ? (
          message
        ) : (
          <>
            <strong>{remote.code}</strong> (HTTP {remote.status}): {remote.message}
          </>
        )}
      </Alert>
    </div>
  );
}
