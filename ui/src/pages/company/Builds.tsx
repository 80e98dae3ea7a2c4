import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { api, outcome } from "../../api/client";
import type { BuildJob, BuildRun, CompanyError } from "../../api/company";
import { useLoaded } from "../../desk/useLoaded";
import { LongName } from "../../shell/LongName";
import { when } from "../../shell/when";
import { useSubmit } from "../useSubmit";
import { CompanyBody } from "./CompanyFrame";
import { CompanyRefusal } from "./CompanyRefusal";
import { CompanyLoading } from "./CompanySession";

const ask = () => outcome(api.GET("/company/api/builds"));

/** Build jobs, and how they got on when they asked AWS for their role. */
export function Builds() {
  const [loaded] = useLoaded(ask);
  const submission = useSubmit<CompanyError>();
  const [running, setRunning] = useState<string | null>(null);
  const run = async ({ id }: BuildJob) => {
    setRunning(id);
    await submission.send(
      () => outcome(api.POST("/company/api/builds/{id}/run", { params: { path: { id } } })),
      () => undefined,
    );
    setRunning(null);
  };
  return (
    <CompanyBody testId="page-company-builds">
      <SpaceBetween size="l">
        <Header
          variant="h1"
          description="A job has no password and no key. It shows AWS an ID token that says which repository and branch it builds, and gets a role for an hour, if the role trusts that."
        >
          Builds
        </Header>
        <CompanyRefusal error={submission.error} />
        <CompanyLoading of={loaded}>
          {({ jobs, runs }) => (
            <SpaceBetween size="l">
              <Jobs jobs={jobs} running={running} onRun={(job) => void run(job)} />
              <Runs jobs={jobs} runs={runs} />
            </SpaceBetween>
          )}
        </CompanyLoading>
      </SpaceBetween>
    </CompanyBody>
  );
}

interface JobsProps {
  jobs: BuildJob[];
  /** The one that is running. */
  running: string | null;
  onRun(job: BuildJob): void;
}

function Jobs({ jobs, running, onRun }: JobsProps) {
  return (
    <Table
      items={jobs}
      trackBy="id"
      wrapLines
      ariaLabels={{ tableLabel: "Build jobs" }}
      header={
        <Header variant="h2" counter={`(${jobs.length})`}>
          Build jobs
        </Header>
      }
      empty={<Box>There is no build job. An administrator adds one under OpenID Connect.</Box>}
      columnDefinitions={[
        { id: "name", header: "Job", isRowHeader: true, minWidth: 160, cell: ({ name }) => name },
        {
          id: "subject",
          header: "Its token says (sub)",
          cell: ({ subject }) => <LongName of={subject} />,
        },
        { id: "role", header: "Asks for", cell: ({ roleArn }) => <LongName of={roleArn} /> },
        {
          id: "run",
          header: "Run",
          minWidth: 120,
          cell: (job) => (
            <Button
              wrapText={false}
              ariaLabel={`Run ${job.name}`}
              loading={running === job.id}
              disabled={running !== null && running !== job.id}
              onClick={() => onRun(job)}
            >
              Run
            </Button>
          ),
        },
      ]}
    />
  );
}

function Runs({ jobs, runs }: { jobs: BuildJob[]; runs: BuildRun[] }) {
  return (
    <div data-testid="build-runs">
      <Table
        items={runs}
        trackBy={({ id }) => String(id)}
        wrapLines
        ariaLabels={{ tableLabel: "Runs" }}
        header={
          <Header variant="h2" counter={`(${runs.length})`}>
            Runs
          </Header>
        }
        empty={<Box>No job has run yet. Run one above, and what AWS answered is here.</Box>}
        columnDefinitions={[
          {
            id: "job",
            header: "Job",
            isRowHeader: true,
            minWidth: 160,
            cell: ({ job }) => jobs.find(({ id }) => id === job)?.name ?? job,
          },
          { id: "at", header: "When", minWidth: 180, cell: ({ ranAt }) => when(ranAt) },
          { id: "outcome", header: "What AWS answered", cell: (run) => <Outcome run={run} /> },
        ]}
      />
    </div>
  );
}

function Outcome({ run }: { run: BuildRun }) {
  switch (run.outcome) {
    case "assumed":
      return (
        <StatusIndicator type="success" wrapText>
          Got the role: <LongName of={run.arn} />, with {run.accessKeyId} until {when(run.expiresAt)}
        </StatusIndicator>
      );
    case "refused":
      return (
        <StatusIndicator type="error" wrapText>
          {run.code}: {run.message}
        </StatusIndicator>
      );
  }
}
