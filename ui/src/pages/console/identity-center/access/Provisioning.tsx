import Header from "@cloudscape-design/components/header";
import { useCallback } from "react";
import { api, outcome } from "../../../../api/client";
import { useLoaded } from "../../../../desk/useLoaded";
import { ConsoleLoading } from "../../ConsolePage";
import { IdentityCenterPage } from "../IdentityCenterPage";
import { Pages, usePart } from "./parts";
import { Requests } from "./Requests";

/** What became of requests to assign, to take away, and to provision. */
export default function Provisioning() {
  return (
    <IdentityCenterPage testId="page-center-provisioning">
      <List />
    </IdentityCenterPage>
  );
}

function List() {
  const part = usePart();
  const { page } = part;
  const ask = useCallback(
    () => outcome(api.GET("/api/identity-center/provisioning", { params: { query: { page } } })),
    [page],
  );
  const [loaded] = useLoaded(ask);
  return (
    <ConsoleLoading of={loaded}>
      {({ requests, total, pages }) => (
        <Requests
          of={requests}
          empty="Nothing was requested yet. Assign someone a permission set on the AWS accounts page."
          pagination={<Pages part={part} pages={pages} />}
          header={
            <Header
              variant="h1"
              counter={`(${total})`}
              description="Every request to assign, to remove access and to provision, the newest first."
            >
              Provisioning status
            </Header>
          }
        />
      )}
    </ConsoleLoading>
  );
}
