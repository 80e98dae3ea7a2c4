import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useCallback, useEffect, useState } from "react";
import { api, outcome } from "../../api/client";
import type { ErrorBody, PortalAccount } from "../../api/types";
import { useNavigation } from "../../browser/navigation";
import { useLoaded } from "../../desk/useLoaded";
import { Frame, Refusal } from "../sign-in/Frame";
import { useOnce } from "../useOnce";
import { PortalLoading, type InsideProps } from "./Inside";
import { shortcutOf, type ShortcutLink } from "./shortcutLink";

/** Follows a shortcut link: into the console, or to the choice of a permission set. */
export function Shortcut({ asked, route, onEnded }: InsideProps & { asked: URLSearchParams }) {
  const link = shortcutOf(asked);
  const [roleName, setRoleName] = useState(link.roleName);
  if (roleName === "") return <Choose link={link} base={route.base} onEnded={onEnded} onChoose={setRoleName} />;
  return <Enter link={{ ...link, roleName }} base={route.base} />;
}

interface ChooseProps {
  link: ShortcutLink;
  base: string;
  onEnded(): void;
  onChoose(roleName: string): void;
}

function Choose({ link, base, onEnded, onChoose }: ChooseProps) {
  const { accountId } = link;
  const ask = useCallback(
    () => outcome(api.GET("/api/portal/accounts", { params: { query: { search: accountId } } })),
    [accountId],
  );
  const [loaded] = useLoaded(ask);
  return (
    <PortalLoading of={loaded} onEnded={onEnded}>
      {({ accounts }) => {
        const account = accounts.find(({ id }) => id === accountId);
        return account === undefined ? (
          <NoAccess base={base} error={null} />
        ) : (
          <Sets account={account} onChoose={onChoose} />
        );
      }}
    </PortalLoading>
  );
}

function Sets({ account, onChoose }: { account: PortalAccount; onChoose(roleName: string): void }) {
  return (
    <Frame
      testId="page-shortcut-role"
      title="Choose a permission set"
      description={`${account.name} (${account.id}) opens with the one that you choose.`}
    >
      <SpaceBetween size="s">
        {account.permissionSets.map(({ name, description }) => (
          <div key={name}>
            <Link
              href="#"
              onFollow={(event) => {
                event.preventDefault();
                onChoose(name);
              }}
            >
              {name}
            </Link>
            <Box variant="small" color="text-body-secondary">
              {description}
            </Box>
          </div>
        ))}
      </SpaceBetween>
    </Frame>
  );
}

function Enter({ link, base }: { link: ShortcutLink; base: string }) {
  const { replace } = useNavigation();
  // Each asking makes another session's link.
  const answer = useOnce(() => outcome(api.POST("/api/portal/console", { body: link })));
  const address = answer?.ok === true ? answer.data.address : null;
  useEffect(() => {
    if (address !== null) replace(address);
  }, [address, replace]);
  if (answer?.ok === false) return <NoAccess base={base} error={answer.error} />;
  return (
    <Frame testId="page-shortcut" title="Opening the console…">
      {null}
    </Frame>
  );
}

function NoAccess({ base, error }: { base: string; error: ErrorBody | null }) {
  const { visit } = useNavigation();
  const other = error !== null && error.code !== "NO_PORTAL_ACCESS";
  return (
    <Frame testId="page-no-access" title={other ? "The console could not be opened" : "No access"}>
      {other ? (
        <Refusal error={error} />
      ) : (
        <Box>
          This link leads to an account or a permission set that is not assigned to you, or that does not exist. A link
          never grants access: ask your administrator.
        </Box>
      )}
      <Button onClick={() => visit(base)}>Go to your access portal</Button>
    </Frame>
  );
}
