import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { FormEvent, ReactNode } from "react";
import type { CompanyError, CompanyGroup, CompanyPerson } from "../../../api/company";
import { useLoaded } from "../../../desk/useLoaded";
import { FormButtons } from "../../FormButtons";
import type { Submission } from "../../useSubmit";
import { CompanyRefusal } from "../CompanyRefusal";
import { CompanyLoading } from "../CompanySession";
import { askGroups } from "./Groups";
import { askPeople } from "./People";

/** Everybody and every group: each is shown with the other. */
export function Directory({
  children,
}: {
  children: (directory: { people: CompanyPerson[]; groups: CompanyGroup[] }) => ReactNode;
}) {
  const [people] = useLoaded(askPeople);
  const [groups] = useLoaded(askGroups);
  return (
    <CompanyLoading of={people}>
      {(people) => <CompanyLoading of={groups}>{(groups) => children({ people, groups })}</CompanyLoading>}
    </CompanyLoading>
  );
}

/** The address leads to nobody, or nothing. */
export function NotThere({ title, children }: { title: string; children: ReactNode }) {
  return (
    <SpaceBetween size="m">
      <Header variant="h1">{title}</Header>
      <div>{children}</div>
    </SpaceBetween>
  );
}

interface AddFormProps {
  /** The title of the page, and what its button says. */
  title: string;
  description?: string;
  submission: Submission<CompanyError>;
  /** The fields that show their own refusals. */
  fields: string[];
  onAdd(): void;
  onCancel(): void;
  children: ReactNode;
}

/** The page that adds somebody, or a group. */
export function AddForm({ title, description, submission, fields, onAdd, onCancel, children }: AddFormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAdd();
  };
  return (
    <form ref={submission.place} noValidate onSubmit={submit}>
      <SpaceBetween size="l">
        <Header variant="h1" description={description}>
          {title}
        </Header>
        <CompanyRefusal error={submission.whole(...fields)} />
        <Container>{children}</Container>
        <FormButtons cancelFirst action={title} busy={submission.busy} onCancel={onCancel} />
      </SpaceBetween>
    </form>
  );
}
