import type { Host } from ".";

/** The server that served the page. */
export const browser: Host = {
  send: (request) => fetch(request),
  onRaised: () => () => undefined,
  credentials: {
    async create(options) {
      const publicKey = publicKeys().parseCreationOptionsFromJSON(options as PublicKeyCredentialCreationOptionsJSON);
      return answered(await navigator.credentials.create({ publicKey }));
    },
    async get(options) {
      const publicKey = publicKeys().parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON);
      return answered(await navigator.credentials.get({ publicKey }));
    },
  },
};

/** Older browsers know WebAuthn only in binary, and pages that are not secure not at all. */
function publicKeys(): typeof PublicKeyCredential {
  const known = "PublicKeyCredential" in window && "parseCreationOptionsFromJSON" in PublicKeyCredential;
  if (!known) throw new DOMException("no WebAuthn with JSON", "NotSupportedError");
  return PublicKeyCredential;
}

function answered(credential: Credential | null): object {
  if (!(credential instanceof PublicKeyCredential)) throw new DOMException("no credential", "NotAllowedError");
  return credential.toJSON() as object;
}
