import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { api, outcome } from "../../../../../api/client";
import type { CenterCertificate } from "../../../../../api/types";
import { when } from "../../../../../shell/when";
import { useSubmit } from "../../../../useSubmit";
import { ConsoleRefusal } from "../../../ConsolePage";
import { AskFirst } from "../../../iam/AskFirst";
import { Ask } from "../../../Ask";
import { CertificateField } from "./ProviderFields";

const STATE: Record<CenterCertificate["state"], { type: StatusIndicatorProps.Type; words: string }> = {
  "not-yet": { type: "pending", words: "Not valid yet" },
  valid: { type: "success", words: "Valid" },
  soon: { type: "warning", words: "Expires soon" },
  expired: { type: "error", words: "Expired" },
};

/** The provider's certificates: a response must be signed with the key of one of them. */
export function Certificates({ certificates }: { certificates: CenterCertificate[] }) {
  const submission = useSubmit();
  const [importing, setImporting] = useState(false);
  const [leaving, setLeaving] = useState<CenterCertificate | null>(null);
  const remove = (id: string) => {
    setLeaving(null);
    void submission.send<unknown>(
      () => outcome(api.DELETE("/api/identity-center/source/certificates/{id}", { params: { path: { id } } })),
      () => undefined,
    );
  };
  return (
    <SpaceBetween size="s">
      <ConsoleRefusal error={submission.error} />
      <Table
        items={certificates}
        trackBy="id"
        wrapLines
        ariaLabels={{ tableLabel: "IdP certificates" }}
        empty={<Box textAlign="center">There are none: nobody can sign in. Import one.</Box>}
        header={
          <Header
            variant="h2"
            counter={`(${certificates.length})`}
            description="To change over: import the new one, let the provider sign with it, then delete the old one."
            actions={<Button onClick={() => setImporting(true)}>Import certificate</Button>}
          >
            IdP SAML certificates
          </Header>
        }
        columnDefinitions={[
          {
            id: "subject",
            header: "Subject",
            isRowHeader: true,
            cell: ({ subject, fingerprint }) => (
              <>
                <div className="wrap">{subject}</div>
                <Box variant="small">
                  SHA-256 <code className="long-name">{fingerprint}</code>
                </Box>
              </>
            ),
          },
          { id: "key", header: "Key", minWidth: 140, cell: ({ key }) => key },
          {
            id: "from",
            header: "Valid from",
            minWidth: 150,
            cell: ({ validFrom }) => (validFrom == null ? "-" : when(validFrom)),
          },
          {
            id: "until",
            header: "Valid until",
            minWidth: 150,
            cell: ({ validUntil }) => (validUntil == null ? "-" : when(validUntil)),
          },
          {
            id: "state",
            header: "Status",
            minWidth: 140,
            cell: ({ state }) => <StatusIndicator type={STATE[state].type}>{STATE[state].words}</StatusIndicator>,
          },
          {
            id: "action",
            header: "Action",
            minWidth: 100,
            cell: (certificate) => (
              <Button
                variant="inline-link"
                ariaLabel={`Delete the certificate ${certificate.fingerprint}`}
                onClick={() => setLeaving(certificate)}
              >
                Delete
              </Button>
            ),
          },
        ]}
      />
      {importing && <Import onClose={() => setImporting(false)} />}
      {leaving !== null && (
        <AskFirst
          header="Delete this certificate?"
          confirm="Delete certificate"
          onClose={() => setLeaving(null)}
          onConfirm={() => remove(leaving.id)}
        >
          Responses that are signed with the key of {leaving.subject} are refused from then on.
        </AskFirst>
      )}
    </SpaceBetween>
  );
}

function Import({ onClose }: { onClose(): void }) {
  const submission = useSubmit();
  const [certificate, setCertificate] = useState("");
  return (
    <Ask
      title="Import certificate"
      confirm="Import certificate"
      submission={submission}
      fields={["certificate"]}
      large
      disabled={certificate.trim() === ""}
      onConfirm={() =>
        void submission.send<unknown>(
          () => outcome(api.POST("/api/identity-center/source/certificates", { body: { certificate } })),
          onClose,
        )
      }
      onClose={onClose}
    >
      <CertificateField value={certificate} error={submission.field("certificate")} onChange={setCertificate} />
    </Ask>
  );
}
