import { useCallback } from "react";
import { api, outcome } from "../../../../api/client";
import { useLoaded } from "../../../../desk/useLoaded";
import { usePaging, type Paging } from "../../paging";
import { FindBox } from "../../iam/FindBox";

export const NO_MATCH = "No group's name begins with this.";

/** The groups of the identity store, a page at a time. */
export function useGroups() {
  const paging = usePaging();
  const { query } = paging;
  const ask = useCallback(() => outcome(api.GET("/api/identity-center/groups", { params: { query } })), [query]);
  const [loaded] = useLoaded(ask);
  return { loaded, paging };
}

/** Narrows the groups of the identity store. */
export function GroupFilter({ paging }: { paging: Paging }) {
  return (
    <FindBox
      what="groups"
      placeholder="Find groups by the beginning of their name"
      start={paging.find}
      onFind={paging.setFind}
    />
  );
}
