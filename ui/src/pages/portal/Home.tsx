import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useState } from "react";
import { Accounts } from "./Accounts";
import { Applications } from "./Applications";
import type { InsideProps } from "./Inside";

/** What the person may enter: accounts and applications, with one search over both. */
export function Home(props: InsideProps) {
  const { person } = props;
  const [search, setSearch] = useState("");
  return (
    <div className="page-wide" data-testid="page-portal">
      <SpaceBetween size="m">
        <Header variant="h1" description="What you may enter, as your administrator assigned it.">
          Access portal of {person.displayName}
        </Header>
        <TextFilter
          filteringText={search}
          filteringPlaceholder="Find accounts and applications"
          filteringAriaLabel="Find accounts and applications"
          onChange={({ detail }) => setSearch(detail.filteringText)}
        />
        <Tabs
          ariaLabel="What you may enter"
          tabs={[
            { id: "accounts", label: "Accounts", content: <Accounts {...props} search={search} /> },
            {
              id: "applications",
              label: "Applications",
              content: <Applications {...props} search={search} />,
            },
          ]}
        />
      </SpaceBetween>
    </div>
  );
}
