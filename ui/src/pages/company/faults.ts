import type { CompanyFault } from "../../api/company";

interface Words {
  label: string;
  /** What is wrong with what is sent. */
  does: string;
  /** What whoever gets it says, and why that is right. */
  answer: string;
}

/** The mistakes of an identity provider that can be made on purpose. */
export const FAULTS: Record<CompanyFault, Words> = {
  unsigned: {
    label: "Unsigned",
    does: "The response has no signature at all.",
    answer: "AWS says “Response signature invalid”: anybody could have written it.",
  },
  "old-key": {
    label: "Old key",
    does: "It is signed with a key whose certificate was removed from the metadata.",
    answer: "AWS says “Response signature invalid”: it fits no certificate of the metadata that AWS has.",
  },
  "wrong-audience": {
    label: "Wrong audience",
    does: "It says that it is for another relying party.",
    answer: "AWS says “Response does not contain the required audience”: it could have been stolen from somebody else.",
  },
  "wrong-recipient": {
    label: "Wrong recipient",
    does: "It says that it is to be delivered at another address.",
    answer:
      "AWS says “Response does not contain the required audience”, and only the report tells that it is the address.",
  },
  expired: {
    label: "Expired",
    does: "It was issued, and was over, more than ten minutes ago.",
    answer: "AWS says “Token must be redeemed within 5 minutes of issuance”.",
  },
  future: {
    label: "Issued in the future",
    does: "It says that it is issued ten minutes from now.",
    answer: "AWS says no more than “invalid SAML response”; the report says by how much the clocks differ.",
  },
  replayed: {
    label: "Replayed",
    does: "The previous response is sent once more. The very first one is sent as it is.",
    answer: "AWS says no more than “invalid SAML response”: each assertion lets somebody in once.",
  },
  "role-case": {
    label: "Role name in the wrong case",
    does: "The roles in it are spelled in other capital letters.",
    answer: "AWS says “Not authorized to perform sts:AssumeRoleWithSAML”: no role has that name, case counts.",
  },
  "two-assertions": {
    label: "Two assertions",
    does: "There are two assertions in one response.",
    answer: "AWS says no more than “invalid SAML response”: which of the two would have been checked?",
  },
  "no-session-name": {
    label: "No RoleSessionName",
    does: "The attribute RoleSessionName is left out.",
    answer: "AWS says “RoleSessionName is required in AuthnResponse”.",
  },
  "over-long": {
    label: "Session too long",
    does: "The attribute SessionDuration asks for 24 hours.",
    answer: "AWS says “Requested DurationSeconds exceeds MaxSessionDuration set for this role”.",
  },
  wrapped: {
    label: "Signature wrapping",
    does: "A forged assertion stands where the signed one was, and the signed one is moved aside.",
    answer: "AWS says no more than “invalid SAML response”. A careless reader would let the forger in.",
  },
  "token-expired": {
    label: "ID token expired",
    does: "ID tokens were over ten minutes ago.",
    answer: "STS answers ExpiredTokenException to builds and contractors.",
  },
  "token-audience": {
    label: "ID token for another audience",
    does: "ID tokens are for somebody else.",
    answer: "STS answers InvalidIdentityToken: the audience is none of the provider's.",
  },
  "token-issuer": {
    label: "ID token of another issuer",
    does: "ID tokens name another issuer.",
    answer: "STS answers InvalidIdentityToken: the account has no provider of that address.",
  },
};
