import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import type { Denial } from "../../api/types";

/** Opens the reasons of a refusal by policies. */
export function Why({ denial }: { denial: Denial }) {
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
        header="Why was this denied?"
        closeAriaLabel="Close"
        data-testid="why-dialog"
        onDismiss={close}
        footer={
          <Box float="right">
            <Button variant="primary" onClick={close}>
              Close
            </Button>
          </Box>
        }
      >
        <Reasons denial={denial} />
      </Modal>
    </>
  );
}

/** Who asked for what, and what the policies said. */
export function Reasons({ denial }: { denial: Denial }) {
  return (
    <SpaceBetween size="m">
      <StatusIndicator type={denial.explicit ? "error" : "stopped"}>
        {denial.explicit ? "Explicitly denied: a statement denies it" : "Implicitly denied: nothing allows it"}
      </StatusIndicator>
      <KeyValuePairs
        items={[
          { label: "Principal", value: <Name text={denial.principal} /> },
          { label: "Action", value: <Name text={denial.action} /> },
          { label: "Resource", value: <Name text={denial.resource} /> },
        ]}
      />
      <section aria-label="Reasons">
        <Box variant="awsui-key-label">Reasons</Box>
        <ul className="reasons" data-testid="reasons">
          {denial.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      </section>
    </SpaceBetween>
  );
}

function Name({ text }: { text: string }) {
  return <code className="long-name">{text}</code>;
}
