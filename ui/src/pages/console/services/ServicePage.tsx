import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useCallback, useEffect } from "react";
import { api, outcome } from "../../../api/client";
import { chooseRegion, REGIONS } from "../../../browser/regions";
import { useLoaded } from "../../../desk/useLoaded";
import { ConsoleLoading, ConsolePage, useSession } from "../ConsolePage";
import { noteService } from "./recent";
import { Sections } from "./Sections";

interface Props {
  service: string;
  region: string;
}

/** A service that is only shown: what it lists in the chosen region. */
export default function ServicePage(props: Props) {
  return (
    <ConsolePage testId="page-service">
      <Lists {...props} />
    </ConsolePage>
  );
}

function Lists({ service, region }: Props) {
  const { arn } = useSession().identity;
  const ask = useCallback(
    () => outcome(api.GET("/api/console/services/{service}", { params: { path: { service }, query: { region } } })),
    [service, region],
  );
  const [loaded] = useLoaded(ask);
  useEffect(() => {
    noteService(arn, service);
    chooseRegion(region);
  }, [arn, service, region]);
  return (
    <ConsoleLoading of={loaded}>
      {(page) => (
        <SpaceBetween size="l">
          <Header
            variant="h1"
            description={`${page.description}. ${page.region == null ? "One list for all regions" : (REGIONS[page.region] ?? page.region)}; to look at only, nothing can be changed here.`}
          >
            {page.name}
          </Header>
          <Sections service={service} sections={page.sections} />
        </SpaceBetween>
      )}
    </ConsoleLoading>
  );
}
