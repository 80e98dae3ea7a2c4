import { useCallback } from "react";
import { api, outcome } from "../../../../api/client";
import { useLoaded } from "../../../../desk/useLoaded";
import { usePaging, type Paging } from "../../paging";
import { FindBox } from "../../iam/FindBox";

export const NO_MATCH = "Nobody's user name, display name or email address begins with this.";

/** The people of the identity store, a page at a time. */
export function useUsers() {
  const paging = usePaging();
  const { query } = paging;
  const ask = useCallback(() => outcome(api.GET("/api/identity-center/users", { params: { query } })), [query]);
  const [loaded] = useLoaded(ask);
  return { loaded, paging };
}

/** Narrows the people of the identity store. */
export function UserFilter({ paging }: { paging: Paging }) {
  return (
    <FindBox
      what="users"
      placeholder="Find users by the beginning of user name, display name or email"
      start={paging.find}
      onFind={paging.setFind}
    />
  );
}
