import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { CompanyError, OidcAdministration } from "../../../api/company";
import { LongName } from "../../../shell/LongName";
import { useSubmit } from "../../useSubmit";
import { CompanyDialog } from "./CompanyDialog";
import { TextField } from "./fields";

type Build = OidcAdministration["builds"][number];

const NEW: Build = {
  id: "",
  name: "",
  repository: "",
  gitRef: "refs/heads/main",
  audience: "sts.amazonaws.com",
  roleArn: "",
};

/** Build jobs, which get their role by a token. */
export function OidcBuilds({ builds }: { builds: Build[] }) {
  const [editing, setEditing] = useState<Build | null>(null);
  return (
    <>
      <Table
        items={builds}
        trackBy="id"
        wrapLines
        ariaLabels={{ tableLabel: "Build jobs" }}
        header={
          <Header
            variant="h2"
            counter={`(${builds.length})`}
            description="Members of builders run them under Builds. The subject of a job's token is repo:repository:ref:branch, and trust policies tell them apart by it."
            actions={<Button onClick={() => setEditing(NEW)}>Add build job</Button>}
          >
            Build jobs
          </Header>
        }
        empty={<Box>There is no build job. Add one.</Box>}
        columnDefinitions={[
          { id: "name", header: "Name", isRowHeader: true, minWidth: 130, cell: ({ name }) => name },
          {
            id: "what",
            header: "Repository and branch",
            minWidth: 150,
            cell: ({ repository, gitRef }) => (
              <span className="wrap">
                {repository} {gitRef}
              </span>
            ),
          },
          { id: "audience", header: "Audience", cell: ({ audience }) => <span className="wrap">{audience}</span> },
          { id: "role", header: "Role", cell: ({ roleArn }) => <LongName of={roleArn} /> },
          {
            id: "acts",
            header: "Actions",
            minWidth: 100,
            cell: (build) => (
              <Button variant="inline-link" ariaLabel={`Change ${build.name}`} onClick={() => setEditing(build)}>
                Change
              </Button>
            ),
          },
        ]}
      />
      {editing !== null && <Edit build={editing} onClose={() => setEditing(null)} />}
    </>
  );
}

function Edit({ build, onClose }: { build: Build; onClose(): void }) {
  const submission = useSubmit<CompanyError>();
  const [draft, setDraft] = useState(build);
  const isNew = build.id === "";
  const save = () => {
    const { id, ...body } = draft;
    if (id.trim() === "") {
      submission.setError({ code: "INVALID_INPUT", field: "id", message: "Type an ID." });
      return;
    }
    void submission.send(
      () => outcome(api.PUT("/company/api/admin/oidc/builds/{id}", { params: { path: { id: id.trim() } }, body })),
      onClose,
    );
  };
  const text = (name: keyof Build, label: string, hint = "") => (
    <TextField
      label={label}
      name={name}
      value={draft[name]}
      submission={submission}
      hint={hint}
      onChange={(value) => setDraft({ ...draft, [name]: value })}
    />
  );
  return (
    <CompanyDialog
      title={isNew ? "Add a build job" : `Change ${build.name}`}
      confirm={isNew ? "Add build job" : "Save"}
      submission={submission}
      fields={["id", "name", "repository", "gitRef", "audience", "roleArn"]}
      onConfirm={save}
      onClose={onClose}
    >
      {isNew && text("id", "ID", "It names the session in AWS.")}
      {text("name", "Name")}
      {text("repository", "Repository", "organization/repository")}
      {text("gitRef", "Branch", "As git spells it: refs/heads/main")}
      {text("audience", "Audience")}
      {text("roleArn", "Role ARN", "arn:aws:iam::123456789012:role/Name")}
    </CompanyDialog>
  );
}
