import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState, type ReactNode } from "react";
import type { SamlReport } from "../../api/types";
import { Checks } from "./Checks";

interface Props {
  report: SamlReport;
  /** What it was held against. */
  about: string;
  /** Further buttons. */
  more?: ReactNode;
}

/** Opens the report of a response that was refused. */
export function WhyRefused({ report, about, more }: Props) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button data-testid="why" ariaExpanded={open} onClick={() => setOpen(true)}>
        Why?
      </Button>
      <Modal
        visible={open}
        size="large"
        header="Why was this response refused?"
        closeAriaLabel="Close"
        data-testid="why-dialog"
        onDismiss={close}
        footer={
          <Box float="right">
            <SpaceBetween size="xs" direction="horizontal">
              {more}
              <Button variant="primary" onClick={close}>
                Close
              </Button>
            </SpaceBetween>
          </Box>
        }
      >
        <SpaceBetween size="m">
          <Box color="text-body-secondary">{about}</Box>
          <FirstFault report={report} />
          <Checks checks={report.checks} />
        </SpaceBetween>
      </Modal>
    </>
  );
}

/** What is wrong, before everything that is not. */
function FirstFault({ report: { checks, failed } }: { report: SamlReport }) {
  const fault = checks.find(({ name }) => name === failed);
  if (fault === undefined) return null;
  return (
    <Alert type="error" header={fault.title}>
      {fault.words.map((sentence) => (
        <div key={sentence} className="wrap">
          {sentence}
        </div>
      ))}
    </Alert>
  );
}
