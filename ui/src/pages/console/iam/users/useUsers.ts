import { useCallback } from "react";
import { api, outcome } from "../../../../api/client";
import { useLoaded } from "../../../../desk/useLoaded";
import { usePaging } from "../../paging";

/** The account's users, a page at a time. */
export function useUsers() {
  const paging = usePaging();
  const { find: search, after } = paging.query;
  const ask = useCallback(
    () =>
      outcome(
        api.GET("/api/users", {
          params: {
            query: { ...(search === undefined ? {} : { search }), ...(after === undefined ? {} : { after }) },
          },
        }),
      ),
    [search, after],
  );
  const [loaded, again] = useLoaded(ask);
  return { loaded, again, paging };
}
