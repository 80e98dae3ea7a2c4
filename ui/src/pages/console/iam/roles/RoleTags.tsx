import { api, outcome } from "../../../../api/client";
import type { Tag } from "../../../../api/types";
import { Tags } from "../Tags";

/** A role's tags. */
export function RoleTags({ roleName, tags }: { roleName: string; tags: Tag[] }) {
  const params = { path: { roleName } };
  return <Tags tags={tags} put={(body) => outcome(api.PUT("/api/roles/{roleName}/tags", { params, body }))} />;
}
