import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { api, outcome } from "../../../api/client";
import type { CompanyError, KeyAlgorithm, SamlCertificate } from "../../../api/company";
import { useLoaded } from "../../../desk/useLoaded";
import { when } from "../../../shell/when";
import { PageLink } from "../../console/iam/PageLink";
import { useSubmit } from "../../useSubmit";
import { CompanyRefusal } from "../CompanyRefusal";
import { CompanyLoading } from "../CompanySession";
import { askSaml } from "./askSaml";
import { CompanyDialog } from "./CompanyDialog";
import { AddKey, ALGORITHMS, KeyActs, KeyStatus } from "./keys";

/** The certificates of the keys that sign responses, and how one follows another. */
export function Certificates() {
  const [loaded] = useLoaded(askSaml);
  return (
    <SpaceBetween size="l">
      <CompanyLoading of={loaded}>{({ certificates }) => <List certificates={certificates} />}</CompanyLoading>
      <Container header={<Header variant="h2">How to replace a certificate without locking anybody out</Header>}>
        <ol className="steps">
          <li>Add the next certificate. The metadata lists both from then on.</li>
          <li>
            Take the <PageLink to={{ page: "company", at: "saml" }}>metadata</PageLink> to the SAML provider of each AWS
            account, and to IAM Identity Center if it signs people in here.
          </li>
          <li>Let the next certificate sign. Responses verify, as AWS knows it already.</li>
          <li>Remove the old one, and give AWS the metadata once more.</li>
        </ol>
      </Container>
    </SpaceBetween>
  );
}

function List({ certificates }: { certificates: SamlCertificate[] }) {
  const submission = useSubmit<CompanyError>();
  const adding = useSubmit<CompanyError>();
  const [open, setOpen] = useState<"add" | SamlCertificate | null>(null);
  const of = ({ id }: SamlCertificate) => ({ params: { path: { id } } });
  const add = (algorithm: KeyAlgorithm) =>
    void adding.send(
      () => outcome(api.POST("/company/api/admin/saml/certificates", { body: { algorithm } })),
      () => setOpen(null),
    );
  const activate = (certificate: SamlCertificate) =>
    void submission.send(
      () => outcome(api.POST("/company/api/admin/saml/certificates/{id}/activate", of(certificate))),
      () => undefined,
    );
  const remove = (certificate: SamlCertificate) =>
    void adding.send(
      () => outcome(api.DELETE("/company/api/admin/saml/certificates/{id}", of(certificate))),
      () => setOpen(null),
    );
  const close = () => {
    adding.setError(null);
    setOpen(null);
  };
  return (
    <SpaceBetween size="s">
      <CompanyRefusal error={submission.error} />
      <Table
        items={certificates}
        trackBy="id"
        wrapLines
        ariaLabels={{ tableLabel: "Certificates" }}
        header={
          <Header
            variant="h1"
            counter={`(${certificates.length})`}
            description="Those in the metadata. One of them signs."
            actions={
              <Button variant="primary" onClick={() => setOpen("add")}>
                Add the next certificate
              </Button>
            }
          >
            Certificates
          </Header>
        }
        empty={<Box>There is no certificate. Add one: without it nothing can be signed.</Box>}
        columnDefinitions={[
          {
            id: "state",
            header: "Status",
            isRowHeader: true,
            minWidth: 150,
            cell: ({ state }) => <KeyStatus state={state} />,
          },
          { id: "algorithm", header: "Kind", minWidth: 130, cell: ({ algorithm }) => ALGORITHMS[algorithm] },
          {
            id: "dates",
            header: "Made, and good until",
            minWidth: 170,
            cell: ({ createdAt, validUntil }) => (
              <>
                {when(createdAt)}
                <Box variant="small" display="block">
                  {validUntil == null ? "without an end" : `until ${when(validUntil)}`}
                </Box>
              </>
            ),
          },
          {
            id: "certificate",
            header: "Certificate",
            minWidth: 220,
            cell: ({ fingerprint, pem, subject }) => (
              <ExpandableSection headerText={`SHA-256 ${fingerprint.slice(0, 11)}…`} variant="inline">
                <SpaceBetween size="xs">
                  <div className="wrap">{subject}</div>
                  <div className="wrap">{fingerprint}</div>
                  <CopyToClipboard
                    textToCopy={pem}
                    copyButtonText="Copy as PEM"
                    copySuccessText="Copied"
                    copyErrorText="It could not be copied"
                  />
                </SpaceBetween>
              </ExpandableSection>
            ),
          },
          {
            id: "acts",
            header: "Actions",
            minWidth: 130,
            cell: (certificate) => (
              <KeyActs
                state={certificate.state}
                name={`the certificate ${certificate.fingerprint.slice(0, 11)}`}
                busy={submission.busy}
                onActivate={() => activate(certificate)}
                onRemove={() => setOpen(certificate)}
              />
            ),
          },
        ]}
      />
      {open === "add" && <AddKey title="Add the next certificate" submission={adding} onAdd={add} onClose={close} />}
      {open !== null && open !== "add" && (
        <CompanyDialog
          title="Remove the certificate?"
          confirm="Remove certificate"
          submission={adding}
          onConfirm={() => remove(open)}
          onClose={close}
        >
          It leaves the metadata, and its key signs nothing any more, but for the teaching fault of the old key.
        </CompanyDialog>
      )}
    </SpaceBetween>
  );
}
