import type { PolicyKind } from "../../../browser/organizations";

/** What a kind of control policies is called. */
export const KIND: Record<PolicyKind, { one: string; many: string; words: string }> = {
  service: {
    one: "Service control policy",
    many: "Service control policies",
    words: "The most that the principals of an account may do, its root user included.",
  },
  resource: {
    one: "Resource control policy",
    many: "Resource control policies",
    words: "The most that anyone may do with the resources of an account.",
  },
};

export const KINDS: PolicyKind[] = ["service", "resource"];

/** Where a policy of the kind begins. */
export const EMPTY: Record<PolicyKind, string> = {
  service: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Statement1",
      "Effect": "Deny",
      "Action": [],
      "Resource": "*"
    }
  ]
}`,
  resource: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Statement1",
      "Effect": "Deny",
      "Principal": "*",
      "Action": [],
      "Resource": "*"
    }
  ]
}`,
};
