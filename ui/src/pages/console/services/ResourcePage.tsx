import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useCallback } from "react";
import { api, outcome } from "../../../api/client";
import { useNavigation } from "../../../browser/navigation";
import { useLoaded } from "../../../desk/useLoaded";
import { ConsoleLoading, ConsolePage } from "../ConsolePage";
import { Sections } from "./Sections";

interface Props {
  service: string;
  arn: string;
  /** The folder of a bucket; empty at its top. */
  prefix: string;
}

/** Something that a service holds, in this account or another. */
export default function ResourcePage(props: Props) {
  return (
    <ConsolePage testId="page-resource">
      <Parts {...props} />
    </ConsolePage>
  );
}

function Parts({ service, arn, prefix }: Props) {
  const navigation = useNavigation();
  const ask = useCallback(() => {
    const query = { arn, ...(prefix === "" ? {} : { prefix }) };
    return outcome(api.GET("/api/console/services/{service}/resource", { params: { path: { service }, query } }));
  }, [service, arn, prefix]);
  const [loaded] = useLoaded(ask);
  return (
    <ConsoleLoading of={loaded}>
      {({ serviceName, name, region, parent, sections }) => {
        const up = parent ?? null;
        return (
          <SpaceBetween size="l">
            <BreadcrumbGroup
              ariaLabel="Where this is"
              items={[
                { text: serviceName, href: "#service" },
                ...(up === null ? [] : [{ text: up.name, href: "#parent" }]),
                { text: name, href: "#top" },
                ...folders(prefix).map((folder) => ({ text: lastOf(folder), href: `#/${folder}` })),
              ]}
              onFollow={(event) => {
                event.preventDefault();
                const { href } = event.detail;
                if (href === "#service") navigation.visit({ page: "service", service, region });
                else if (href === "#top") navigation.visit({ page: "resource", service, region, arn });
                else if (up !== null && href === "#parent")
                  navigation.visit({ page: "resource", service, region: up.region, arn: up.arn });
                else navigation.visit({ page: "resource", service, region, arn, prefix: href.slice(2) });
              }}
            />
            <Header variant="h1" description={arn}>
              {prefix === "" ? name : lastOf(prefix)}
            </Header>
            <Sections service={service} sections={sections} />
          </SpaceBetween>
        );
      }}
    </ConsoleLoading>
  );
}

/** A folder and those that it is in, the outermost first. */
function folders(prefix: string): string[] {
  return [...prefix.matchAll(/\//g)].map(({ index }) => prefix.slice(0, index + 1));
}

function lastOf(prefix: string): string {
  return prefix.replace(/^.*\/(?=.)/, "");
}
