import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { api, outcome } from "../../api/client";
import type { PortalPage, PortalPerson } from "../../api/types";
import { useNavigation } from "../../browser/navigation";
import type { PortalRoute } from "../../browser/portal";
import { Loading } from "../../desk/Loading";
import { useLoaded } from "../../desk/useLoaded";

const ask = () => outcome(api.GET("/api/portal/accounts"));

interface Props {
  page: PortalPage;
  person: PortalPerson;
  route: PortalRoute;
}

/** What the person may enter. */
export function Home({ person }: Props) {
  const { visit, reload } = useNavigation();
  const [loaded] = useLoaded(ask);
  const enter = async (accountId: string, roleName: string) => {
    const answer = await outcome(api.POST("/api/portal/console", { body: { accountId, roleName } }));
    if (answer.ok) visit(answer.data.address);
  };
  const signOut = async () => {
    await api.POST("/api/portal/sign-out");
    reload();
  };
  return (
    <div className="page-wide" data-testid="page-portal">
      <Container
        header={
          <Header variant="h1" actions={<Button onClick={() => void signOut()}>Sign out</Button>}>
            Access portal of {person.displayName}
          </Header>
        }
      >
        <Loading of={loaded}>
          {({ accounts }) => (
            <SpaceBetween size="m">
              {accounts.length === 0 && <Box>Nothing is assigned to you yet. Ask your administrator.</Box>}
              {accounts.map((account) => (
                <div key={account.id} data-testid="portal-account">
                  <strong>{account.name}</strong> {account.id} {account.email}
                  <SpaceBetween size="s" direction="horizontal">
                    {account.permissionSets.map((name) => (
                      <Link
                        key={name}
                        href="#"
                        onFollow={(event) => {
                          event.preventDefault();
                          void enter(account.id, name);
                        }}
                      >
                        {name}
                      </Link>
                    ))}
                  </SpaceBetween>
                </div>
              ))}
            </SpaceBetween>
          )}
        </Loading>
      </Container>
    </div>
  );
}
