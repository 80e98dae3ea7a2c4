import Box from "@cloudscape-design/components/box";
import type { PortalPage } from "../../api/types";

interface Props {
  page: PortalPage;
  /** What the search box says. */
  search: string;
}

/** The applications that the person may enter. */
export function Applications({ search }: Props) {
  return (
    <Box textAlign="center" padding="l">
      <div data-testid="no-applications">
        {search.trim() === ""
          ? "No application is assigned to you yet. Ask your administrator."
          : "No application of yours has this in its name."}
      </div>
    </Box>
  );
}
