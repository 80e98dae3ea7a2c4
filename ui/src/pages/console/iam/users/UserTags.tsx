import { useCallback, useMemo } from "react";
import { api, outcome } from "../../../../api/client";
import { useLoaded } from "../../../../desk/useLoaded";
import { ConsoleLoading } from "../../ConsolePage";
import { Tags } from "../Tags";

/** A user's tags. */
export function UserTags({ userName }: { userName: string }) {
  const path = useMemo(() => ({ userName }), [userName]);
  const ask = useCallback(() => outcome(api.GET("/api/users/{userName}/tags", { params: { path } })), [path]);
  const [loaded] = useLoaded(ask);
  return (
    <ConsoleLoading of={loaded}>
      {({ tags }) => (
        <Tags tags={tags} put={(body) => outcome(api.PUT("/api/users/{userName}/tags", { params: { path }, body }))} />
      )}
    </ConsoleLoading>
  );
}
