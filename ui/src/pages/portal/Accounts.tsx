import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useCallback, useEffect, useState } from "react";
import { api, outcome } from "../../api/client";
import type { PortalAccount } from "../../api/types";
import { useLoaded } from "../../desk/useLoaded";
import { useNavigation } from "../../browser/navigation";
import { useSubmit } from "../useSubmit";
import { Refusal } from "../sign-in/Frame";
import { AccessKeysDialog } from "./AccessKeysDialog";
import { CreateShortcut } from "./CreateShortcut";
import { PortalLoading, type InsideProps } from "./Inside";

/** A permission set in an account. */
export interface Chosen {
  account: PortalAccount;
  roleName: string;
}

const TYPING = 150;

/** What was typed, once the person pauses. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), TYPING);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}

/** The accounts, a page at a time. */
export function Accounts({ page: portal, told, onEnded, search }: InsideProps & { search: string }) {
  const wanted = usePaused(search.trim());
  const [at, setAt] = useState({ wanted, page: 1 });
  const page = at.wanted === wanted ? at.page : 1;
  const ask = useCallback(
    () => outcome(api.GET("/api/portal/accounts", { params: { query: { search: wanted, page } } })),
    [wanted, page],
  );
  const [loaded] = useLoaded(ask);
  const [keysOf, setKeysOf] = useState<Chosen | null>(null);
  const [linking, setLinking] = useState(false);
  return (
    <SpaceBetween size="m">
      <PortalLoading of={loaded} onEnded={onEnded}>
        {({ accounts, total, page: shown, pages }) => (
          <SpaceBetween size="m">
            <Header
              variant="h2"
              counter={`(${total})`}
              actions={
                <SpaceBetween size="xs" direction="horizontal">
                  {pages > 1 && (
                    <Pagination
                      currentPageIndex={shown}
                      pagesCount={pages}
                      ariaLabels={{
                        nextPageLabel: "Next page",
                        previousPageLabel: "Previous page",
                        pageLabel: (number) => `Page ${number}`,
                      }}
                      onChange={({ detail }) => setAt({ wanted, page: detail.currentPageIndex })}
                    />
                  )}
                  <Button disabled={total === 0} onClick={() => setLinking(true)}>
                    Create shortcut
                  </Button>
                </SpaceBetween>
              }
            >
              AWS accounts
            </Header>
            {total === 0 && (
              <Box textAlign="center" padding="l">
                {wanted === ""
                  ? "No account is assigned to you yet. Ask your administrator."
                  : "No account of yours has this in its name, ID or e-mail address."}
              </Box>
            )}
            {accounts.map((account) => (
              // What is found alone is open at once, also where it was among others before.
              <Account key={`${account.id} ${total === 1}`} account={account} single={total === 1} onKeys={setKeysOf} />
            ))}
          </SpaceBetween>
        )}
      </PortalLoading>
      {keysOf !== null && <AccessKeysDialog portal={portal} told={told} of={keysOf} onClose={() => setKeysOf(null)} />}
      {linking && <CreateShortcut portal={portal} onClose={() => setLinking(false)} />}
    </SpaceBetween>
  );
}

interface RowProps {
  account: PortalAccount;
  /** There is nothing else to look at. */
  single: boolean;
  onKeys(of: Chosen): void;
}

function Account({ account, single, onKeys }: RowProps) {
  const { visit } = useNavigation();
  const submission = useSubmit();
  const enter = (roleName: string) =>
    void submission.send(
      () => outcome(api.POST("/api/portal/console", { body: { accountId: account.id, roleName } })),
      ({ address }) => visit(address),
    );
  return (
    <div data-testid="portal-account">
      <ExpandableSection
        variant="container"
        defaultExpanded={single}
        headerText={account.name}
        headerDescription={`${account.id} | ${account.email}`}
      >
        <SpaceBetween size="s">
          <Refusal error={submission.error} />
          {account.permissionSets.map(({ name, description }) => (
            <div key={name} className="portal-set">
              <Link
                href="#"
                ariaLabel={`${name}: management console of ${account.name}`}
                onFollow={(event) => {
                  event.preventDefault();
                  enter(name);
                }}
              >
                {name}
              </Link>
              <Button
                variant="inline-link"
                ariaLabel={`Access keys of ${name} in ${account.name}`}
                onClick={() => onKeys({ account, roleName: name })}
              >
                Access keys
              </Button>
              <Box variant="small" color="text-body-secondary">
                {description}
              </Box>
            </div>
          ))}
        </SpaceBetween>
      </ExpandableSection>
    </div>
  );
}
