import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { reopenStore } from "../api/client";
import type { ErrorBody, ErrorCode } from "../api/types";

const TITLES: Partial<Record<ErrorCode, string>> = {
  STORE_CORRUPT: "The identity store is damaged",
  STORE_READ_ONLY: "The identity store cannot be written",
  STORE_FULL: "The disk is full",
  STORE_NEWER: "The identity store is from a newer version",
  STORE_BUSY: "The identity store is in use",
};

const MAY_START_OVER: ErrorCode[] = ["STORE_CORRUPT", "STORE_NEWER"];

interface Props {
  error: ErrorBody;
  onRecovered(): void;
}

/** The store as a whole cannot be used. */
export function StoreErrorPage({ error, onRecovered }: Props) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [stillFailing, setStillFailing] = useState(false);

  const reopen = async (path: "/world/retry" | "/world/start-over") => {
    setAsking(false);
    setBusy(true);
    const ok = await reopenStore(path);
    setBusy(false);
    setStillFailing(!ok);
    if (ok) onRecovered();
  };

  return (
    <div className="page-center" data-testid="page-store-error">
      <Container header={<Header variant="h1">{TITLES[error.code] ?? "The identity store cannot be used"}</Header>}>
        <SpaceBetween size="l">
          <Box variant="p">{error.message}</Box>
          <Box color="text-body-secondary">
            Code: <Box variant="code">{error.code}</Box>
          </Box>
          {stillFailing && <Alert type="warning">It still cannot be used.</Alert>}
          <SpaceBetween size="xs" direction="horizontal">
            <Button variant="primary" loading={busy} onClick={() => void reopen("/world/retry")}>
              Try again
            </Button>
            {MAY_START_OVER.includes(error.code) && (
              <Button disabled={busy} onClick={() => setAsking(true)}>
                Put it aside and start over
              </Button>
            )}
          </SpaceBetween>
        </SpaceBetween>
      </Container>
      <Modal
        visible={asking}
        header="Start a new world?"
        closeAriaLabel="Close"
        onDismiss={() => setAsking(false)}
        footer={
          <Box float="right">
            <SpaceBetween size="xs" direction="horizontal">
              <Button onClick={() => setAsking(false)}>Cancel</Button>
              <Button variant="primary" onClick={() => void reopen("/world/start-over")}>
                Start over
              </Button>
            </SpaceBetween>
          </Box>
        }
      >
        The files are renamed and kept in the data folder. A new world with new people and passwords takes their place.
      </Modal>
    </div>
  );
}
