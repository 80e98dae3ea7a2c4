/** Why something of a user or group is not changed here. */
export const MANAGED_ELSEWHERE =
  "Your identity provider provisions this. Make changes there: they come here with the next synchronization.";

/** Who made a user or a group. */
export function madeBy(createdBy: string | undefined): string {
  return createdBy === undefined || createdBy === "manual" ? "Manual" : createdBy.toUpperCase();
}
