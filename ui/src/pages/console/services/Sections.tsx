import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { never, type Fact, type ResourceLink, type Section } from "../../../api/types";
import { useNavigation } from "../../../browser/navigation";
import { when } from "../../../shell/when";
import { ConsoleRefusal } from "../ConsolePage";

/** What a page of a service shows, part by part: each was asked for by itself, and may be refused by itself. */
export function Sections({ service, sections }: { service: string; sections: Section[] }) {
  return (
    <SpaceBetween size="l">
      {sections.map((section) => (
        <section key={section.id} data-testid={`section-${section.id}`}>
          <Shown service={service} section={section} />
        </section>
      ))}
    </SpaceBetween>
  );
}

function Shown({ service, section }: { service: string; section: Section }) {
  const { shown, title, action } = section;
  const header = (
    <Header variant="h2" description={action}>
      {title}
    </Header>
  );
  switch (shown.as) {
    case "refused":
      return (
        <Container header={header}>
          <ConsoleRefusal error={shown.refusal} />
        </Container>
      );
    case "table":
      return (
        <Table
          items={shown.rows}
          trackBy={({ link }) => `${link.arn} ${link.prefix ?? ""}`}
          wrapLines
          ariaLabels={{ tableLabel: title }}
          empty={<Box textAlign="center">Nothing here.</Box>}
          header={
            <Header variant="h2" counter={`(${shown.rows.length})`} description={action}>
              {title}
            </Header>
          }
          columnDefinitions={shown.columns.map((column, at) => ({
            id: column.id,
            header: column.title,
            isRowHeader: at === 0,
            cell: ({ link, cells }) => {
              const text = said(column.id, cells[at] ?? "");
              return at === 0 ? <Way service={service} link={link} text={text} /> : text;
            },
          }))}
        />
      );
    case "facts":
      return (
        <Container header={header}>
          <Facts facts={shown.facts} />
        </Container>
      );
    case "text":
      return (
        <Container header={header}>
          {shown.text == null ? (
            <Box color="text-body-secondary">None.</Box>
          ) : (
            <pre className="record" data-testid={`text-${section.id}`} tabIndex={0} aria-label={title} role="region">
              {shown.text}
            </pre>
          )}
        </Container>
      );
    default:
      return never(shown);
  }
}

export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <KeyValuePairs
      columns={3}
      items={facts.map(({ id, title, value }) => ({
        label: title,
        value: <span className="wrap">{said(id, value)}</span>,
      }))}
    />
  );
}

/** A link to a resource of a service. */
export function Way({ service, link, text }: { service: string; link: ResourceLink; text: string }) {
  const navigation = useNavigation();
  return (
    <Link
      href="#"
      onFollow={(event) => {
        event.preventDefault();
        const { region, arn, prefix } = link;
        navigation.visit({ page: "resource", service, region, arn, ...(prefix == null ? {} : { prefix }) });
      }}
    >
      {text}
    </Link>
  );
}

/** What has no time, as a folder of a bucket, says so by a dash. */
function said(id: string, value: string): string {
  return id === "created" && value !== "-" ? when(value) : value;
}
