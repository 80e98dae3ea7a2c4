import type { OrganizationAccount, OrganizationTree, OrganizationUnit } from "../../../api/types";

/** A line of the tree. */
export type TreeItem =
  { id: string; kind: "unit"; unit: OrganizationUnit } | { id: string; kind: "account"; account: OrganizationAccount };

/** What stands under a unit: units first, then accounts. */
export function childrenOf(tree: OrganizationTree, id: string | null): TreeItem[] {
  const units = tree.units.filter((unit) => (unit.parentId ?? null) === id);
  const accounts = tree.accounts.filter((account) => account.parentId === id);
  return [
    ...units.map((unit): TreeItem => ({ id: unit.id, kind: "unit", unit })),
    ...accounts.map((account): TreeItem => ({ id: account.id, kind: "account", account })),
  ];
}

/** The names from the root down to a unit. */
export function pathOf(tree: OrganizationTree, id: string): string {
  const names: string[] = [];
  let at = tree.units.find((unit) => unit.id === id);
  while (at !== undefined && names.length <= tree.units.length) {
    names.unshift(at.name);
    const above = at.parentId;
    at = tree.units.find((unit) => unit.id === above);
  }
  return names.join(" / ");
}

/** Whether it is the root, which keeps its name and its place. */
export function isRoot(unit: OrganizationUnit): boolean {
  return unit.parentId == null;
}
