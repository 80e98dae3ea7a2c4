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
    answer: "AWS refuses it as an invalid response: anybody could have written it.",
  },
  "old-key": {
    label: "Old key",
    does: "It is signed with a key whose certificate was removed from the metadata.",
    answer: "AWS refuses it: the signature fits no certificate of the provider's metadata.",
  },
  "wrong-audience": {
    label: "Wrong audience",
    does: "It says that it is for another relying party.",
    answer: "AWS refuses it: a response for somebody else could have been stolen there.",
  },
  "wrong-recipient": {
    label: "Wrong recipient",
    does: "It says that it is to be delivered at another address.",
    answer: "AWS refuses it: it was delivered where it was not meant to be.",
  },
  expired: {
    label: "Expired",
    does: "It was issued, and was over, more than ten minutes ago.",
    answer: "AWS says that the response has expired: it must be redeemed within five minutes.",
  },
  future: {
    label: "Issued in the future",
    does: "It says that it is issued ten minutes from now.",
    answer: "AWS refuses it as not good yet: compare the clocks of both sides.",
  },
  replayed: {
    label: "Replayed",
    does: "The previous response is sent once more. The very first one is sent as it is.",
    answer: "AWS refuses the second one: each assertion lets somebody in once.",
  },
  "role-case": {
    label: "Role name in the wrong case",
    does: "The roles in it are spelled in other capital letters.",
    answer: "AWS says that AssumeRoleWithSAML is not authorized: no role has that name, case counts.",
  },
  "two-assertions": {
    label: "Two assertions",
    does: "There are two assertions in one response.",
    answer: "AWS refuses it: it could not be said which of the two was checked.",
  },
  "no-session-name": {
    label: "No RoleSessionName",
    does: "The attribute RoleSessionName is left out.",
    answer: "AWS says that RoleSessionName is required in the authentication response.",
  },
  "over-long": {
    label: "Session too long",
    does: "The attribute SessionDuration asks for 24 hours.",
    answer: "AWS refuses it: a session lasts from 15 minutes to 12 hours.",
  },
  wrapped: {
    label: "Signature wrapping",
    does: "A forged assertion stands where the signed one was, and the signed one is moved aside.",
    answer: "AWS refuses it: what is signed is not what would be read. A careless reader lets the forger in.",
  },
  "token-expired": {
    label: "ID token expired",
    does: "ID tokens were over ten minutes ago.",
    answer: "STS answers ExpiredTokenException to builds and contractors.",
  },
  "token-audience": {
    label: "ID token for another audience",
    does: "ID tokens are for somebody else.",
    answer: "STS answers InvalidIdentityToken: the audience is not one of the provider's.",
  },
  "token-issuer": {
    label: "ID token of another issuer",
    does: "ID tokens name another issuer.",
    answer: "STS answers InvalidIdentityToken: no provider of that address is in the account.",
  },
};
