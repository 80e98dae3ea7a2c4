import Box from "@cloudscape-design/components/box";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import { useNavigation } from "../../../browser/navigation";
import { chooseRegion, chosenRegion, REGIONS } from "../../../browser/regions";

/** The region in the console's bar. IAM and its like are one service for all regions. */
export function RegionSelector() {
  const navigation = useNavigation();
  const { route } = navigation;
  if (route.page !== "service" && route.page !== "resource" && route.page !== "console-home") {
    return <Box variant="small">Global</Box>;
  }
  const region = route.page === "console-home" ? chosenRegion() : route.region;
  const choose = (chosen: string) => {
    chooseRegion(chosen);
    if (route.page === "console-home") navigation.reload();
    else navigation.visit({ page: "service", service: route.service, region: chosen });
  };
  return (
    <ButtonDropdown
      ariaLabel={`Region: ${REGIONS[region] ?? region}`}
      data-testid="region"
      items={Object.entries(REGIONS).map(([id, text]) => ({
        id,
        text,
        secondaryText: id,
        itemType: "checkbox",
        checked: id === region,
      }))}
      onItemClick={({ detail }) => choose(detail.id)}
    >
      {region}
    </ButtonDropdown>
  );
}
