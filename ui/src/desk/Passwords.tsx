import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../api/client";
import type { PasswordEntry } from "../api/types";
import { useAutofill } from "./autofill";
import { Loading } from "./Loading";
import { useLoaded } from "./useLoaded";

const ask = () => outcome(api.GET("/desk/passwords"));

/** The password manager. */
export function Passwords() {
  const [loaded] = useLoaded(ask);
  return (
    <Loading of={loaded}>
      {({ entries }) =>
        entries.length === 0 ? (
          <Box color="text-body-secondary">
            No passwords yet. Change a password on a page and keep it when you are asked, or start a new world in
            Settings.
          </Box>
        ) : (
          <SpaceBetween size="l">
            {[...byAccount(entries)].map(([account, group]) => (
              <section key={account}>
                <h3 className="card-group">{account}</h3>
                <SpaceBetween size="xs">
                  {group.map((entry) => (
                    <Entry key={entry.id} entry={entry} />
                  ))}
                </SpaceBetween>
              </section>
            ))}
          </SpaceBetween>
        )
      }
    </Loading>
  );
}

/** `Map.groupBy` is younger than the web views of the oldest systems that the app runs on. */
function byAccount(entries: PasswordEntry[]): Map<string, PasswordEntry[]> {
  const groups = new Map<string, PasswordEntry[]>();
  for (const entry of entries) {
    const account = entry.accountName || "Saved by you";
    groups.set(account, [...(groups.get(account) ?? []), entry]);
  }
  return groups;
}

function Entry({ entry }: { entry: PasswordEntry }) {
  const { fill } = useAutofill();
  const [shown, setShown] = useState<string | null>(null);
  const reveal = async () => {
    const answer = await outcome(api.POST("/desk/passwords/{id}/reveal", { params: { path: { id: entry.id } } }));
    return answer.ok ? answer.data.password : null;
  };
  const onFill = async () => {
    const password = entry.hasPassword ? await reveal() : "";
    if (password === null) return;
    const { kind, account, signInName } = entry;
    fill({ kind, account: account ?? null, signInName, password }, entry.address);
  };
  const name =
    entry.kind === "root" || entry.kind === "directory-user"
      ? entry.signInName
      : `${entry.signInName} @ ${entry.account ?? ""}`;
  return (
    <article className="card" data-testid={`password-${entry.signInName}`}>
      <h4>{name}</h4>
      <p>{entry.note}</p>
      {shown !== null && <p className="secret">{shown}</p>}
      <SpaceBetween size="xs" direction="horizontal">
        <Button onClick={() => void onFill()} ariaLabel={`Fill for ${name}`}>
          Fill
        </Button>
        {entry.hasPassword && (
          <Button
            variant="link"
            ariaLabel={`${shown === null ? "Show" : "Hide"} password of ${name}`}
            onClick={() => {
              if (shown === null) void reveal().then(setShown);
              else setShown(null);
            }}
          >
            {shown === null ? "Show" : "Hide"}
          </Button>
        )}
      </SpaceBetween>
    </article>
  );
}
