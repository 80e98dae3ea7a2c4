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
}

/** Something that a service holds, in this account or another. */
export default function ResourcePage(props: Props) {
  return (
    <ConsolePage testId="page-resource">
      <Parts {...props} />
    </ConsolePage>
  );
}

function Parts({ service, arn }: Props) {
  const navigation = useNavigation();
  const ask = useCallback(
    () =>
      outcome(api.GET("/api/console/services/{service}/resource", { params: { path: { service }, query: { arn } } })),
    [service, arn],
  );
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
                { text: name, href: "#" },
              ]}
              onFollow={(event) => {
                event.preventDefault();
                if (event.detail.href === "#service") navigation.visit({ page: "service", service, region });
                else if (up !== null && event.detail.href === "#parent")
                  navigation.visit({ page: "resource", service, region: up.region, arn: up.arn });
              }}
            />
            <Header variant="h1" description={arn}>
              {name}
            </Header>
            <Sections service={service} sections={sections} />
          </SpaceBetween>
        );
      }}
    </ConsoleLoading>
  );
}
