import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useCallback, useState } from "react";
import { api, outcome } from "../../../../api/client";
import type { PolicyPage, PolicyScope } from "../../../../api/types";
import { useLoaded, type Loaded } from "../../../../desk/useLoaded";
import { Arrows } from "../../paging";
import { FindBox } from "../FindBox";

/** A list of managed policies with its filter and its place. */
export interface PolicyList {
  loaded: Loaded<PolicyPage>;
  search: string;
  scope: PolicyScope;
  page: number;
  narrow(search: string, scope: PolicyScope): void;
  turn(page: number): void;
}

export function usePolicies(): PolicyList {
  const [{ search, scope, page }, setAsked] = useState<{ search: string; scope: PolicyScope; page: number }>({
    search: "",
    scope: "all",
    page: 1,
  });
  const ask = useCallback(
    () =>
      outcome(api.GET("/api/policies", { params: { query: { ...(search === "" ? {} : { search }), scope, page } } })),
    [search, scope, page],
  );
  const [loaded] = useLoaded(ask);
  return {
    loaded,
    search,
    scope,
    page,
    narrow: (search, scope) => setAsked({ search, scope, page: 1 }),
    turn: (page) => setAsked({ search, scope, page }),
  };
}

const SCOPES: { value: PolicyScope; label: string }[] = [
  { value: "all", label: "All types" },
  { value: "aws", label: "AWS managed" },
  { value: "customer", label: "Customer managed" },
];

/** Narrows a list of policies. */
export function PolicyFilter({ list }: { list: PolicyList }) {
  return (
    <SpaceBetween size="xs" direction="horizontal">
      <FindBox
        what="policies"
        placeholder="Find policies by a part of their name"
        start={list.search}
        onFind={(text) => list.narrow(text, list.scope)}
      />
      <Select
        ariaLabel="Type of policy"
        selectedOption={SCOPES.find(({ value }) => value === list.scope) ?? null}
        options={SCOPES}
        onChange={({ detail }) => list.narrow(list.search, detail.selectedOption.value as PolicyScope)}
      />
    </SpaceBetween>
  );
}

/** Turns the pages of a list of policies. */
export function PolicyPages({ list, pages }: { list: PolicyList; pages: number }) {
  return (
    <Arrows
      back={list.page <= 1 ? null : () => list.turn(list.page - 1)}
      forth={list.page >= pages ? null : () => list.turn(list.page + 1)}
    />
  );
}
