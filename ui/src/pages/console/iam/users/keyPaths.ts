import { api, outcome, type Outcome } from "../../../../api/client";
import type { AccessKeyList, NewAccessKey } from "../../../../api/types";

/** The operations on someone's access keys. */
export interface KeyOperations {
  /** Whose; none for one's own. */
  userName: string | null;
  list(): Promise<Outcome<AccessKeyList>>;
  create(): Promise<Outcome<NewAccessKey>>;
  setActive(id: string, isActive: boolean): Promise<Outcome<unknown>>;
  remove(id: string): Promise<Outcome<unknown>>;
}

export const OWN_KEYS: KeyOperations = {
  userName: null,
  list: () => outcome(api.GET("/api/access-keys")),
  create: () => outcome(api.POST("/api/access-keys")),
  setActive: (id, isActive) =>
    outcome<unknown>(api.PUT("/api/access-keys/{id}", { params: { path: { id } }, body: { isActive } })),
  remove: (id) => outcome<unknown>(api.DELETE("/api/access-keys/{id}", { params: { path: { id } } })),
};

/** The keys of a user, for an administrator. */
export function keysOf(userName: string): KeyOperations {
  const path = { userName };
  return {
    userName,
    list: () => outcome(api.GET("/api/users/{userName}/access-keys", { params: { path } })),
    create: () => outcome(api.POST("/api/users/{userName}/access-keys", { params: { path } })),
    setActive: (id, isActive) =>
      outcome<unknown>(
        api.PUT("/api/users/{userName}/access-keys/{id}", { params: { path: { ...path, id } }, body: { isActive } }),
      ),
    remove: (id) =>
      outcome<unknown>(api.DELETE("/api/users/{userName}/access-keys/{id}", { params: { path: { ...path, id } } })),
  };
}
