import { useCallback } from "react";
import { api, outcome } from "../../../../api/client";
import { useLoaded } from "../../../../desk/useLoaded";
import { FindBox } from "../../iam/FindBox";
import { usePart, type Part } from "./parts";

export const NO_MATCH = "No permission set's name has this in it.";

/** The permission sets, a page at a time. */
export function usePermissionSets() {
  const part = usePart();
  const { query } = part;
  const ask = useCallback(
    () => outcome(api.GET("/api/identity-center/permission-sets", { params: { query } })),
    [query],
  );
  const [loaded] = useLoaded(ask);
  return { loaded, part };
}

/** Narrows the permission sets. */
export function SetFilter({ part }: { part: Part }) {
  return (
    <FindBox
      what="permission sets"
      placeholder="Find permission sets by a part of their name"
      start={part.search}
      onFind={part.narrow}
    />
  );
}
