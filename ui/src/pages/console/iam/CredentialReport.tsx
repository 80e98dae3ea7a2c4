import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import { when } from "../../../shell/when";
import { useSubmit } from "../../useSubmit";
import { ConsoleRefusal } from "../ConsolePage";
import { IamPage } from "./IamNav";

/** Every user and the state of their credentials, as a file. */
export default function CredentialReport() {
  return (
    <IamPage testId="page-credential-report">
      <Report />
    </IamPage>
  );
}

function Report() {
  const submission = useSubmit();
  const [saved, setSaved] = useState<{ at: string; path: string } | null>(null);
  const download = () =>
    void submission.send(async () => {
      const report = await outcome(api.POST("/api/credential-report"));
      if (!report.ok) return report;
      const { fileName, csv, generatedAt } = report.data;
      const file = await outcome(api.POST("/desk/downloads", { body: { fileName, contents: csv } }));
      return file.ok ? { ok: true as const, data: { at: generatedAt, path: file.data.path } } : file;
    }, setSaved);
  return (
    <Container
      header={
        <Header
          variant="h1"
          description="A CSV file of every user of this account, with the state of passwords, access keys and MFA devices."
          actions={
            <Button variant="primary" loading={submission.busy} onClick={download}>
              Download credentials report
            </Button>
          }
        >
          Credential report
        </Header>
      }
    >
      <SpaceBetween size="m">
        <ConsoleRefusal error={submission.error} />
        {saved !== null && (
          <div role="status">
            <Alert type="success">
              Report of {when(saved.at)}, saved as CSV: <span className="wrap">{saved.path}</span>
            </Alert>
          </div>
        )}
        <div>
          A report is made at most every four hours: within that time the last one is downloaded again, and does not
          show what changed since.
        </div>
      </SpaceBetween>
    </Container>
  );
}
