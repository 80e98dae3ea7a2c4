import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { reopenStore, type WayOut } from "../api/client";
import type { ErrorBody, ErrorCode } from "../api/types";
import { RolledBack } from "./RolledBack";

const TITLES: Partial<Record<ErrorCode, string>> = {
  STORE_CORRUPT: "The identity store is damaged",
  STORE_READ_ONLY: "The identity store cannot be written",
  STORE_FULL: "The disk is full",
  STORE_NEWER: "The identity store is from a newer version",
  STORE_ROLLED_BACK: "The identity store went back in time",
  STORE_BUSY: "The identity store is in use",
};

/** Ways out that give something up: done only when it is said twice. */
const QUESTIONS = {
  "/world/accept-rollback": {
    offer: "Continue now",
    header: "Continue without waiting?",
    words:
      "Everyone is signed out. Unfinished sign-ins, remembered accounts and recovery links are void, and every authenticator code up to the end of the wait counts as used: whoever signs in with an authenticator app waits that long.",
    yes: "Give them up and continue",
  },
  "/world/start-over": {
    offer: "Put it aside and start over",
    header: "Start a new world?",
    words:
      "The files are renamed and kept in the data folder. A new world with new people and passwords takes their place.",
    yes: "Start over",
  },
} as const;

type Question = keyof typeof QUESTIONS;

const OFFERS: Partial<Record<ErrorCode, Question[]>> = {
  STORE_CORRUPT: ["/world/start-over"],
  STORE_NEWER: ["/world/start-over"],
  STORE_ROLLED_BACK: ["/world/accept-rollback", "/world/start-over"],
};

interface Props {
  error: ErrorBody;
  onRecovered(): void;
}

/** The store as a whole cannot be used. */
export function StoreErrorPage({ error, onRecovered }: Props) {
  const [asking, setAsking] = useState<Question>("/world/start-over");
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failures, setFailures] = useState<ErrorBody[]>([]);
  // What a try was told is newer than what brought us here, unless the app itself had no answer.
  const shown = failures.findLast(({ code }) => code in TITLES) ?? error;
  const question = QUESTIONS[asking];

  const reopen = async (way: WayOut) => {
    setAsked(false);
    setBusy(true);
    const failure = await reopenStore(way);
    setBusy(false);
    if (failure === null) onRecovered();
    else setFailures((before) => [...before, failure]);
  };

  return (
    <div className="page-center" data-testid="page-store-error">
      <Container header={<Header variant="h1">{TITLES[shown.code] ?? "The identity store cannot be used"}</Header>}>
        <SpaceBetween size="l">
          <Box variant="p">{shown.message}</Box>
          {shown.code === "STORE_ROLLED_BACK" && (
            <RolledBack key={failures.length} seconds={shown.retryAfterSeconds ?? 0} />
          )}
          <Box color="text-body-secondary">
            Code: <Box variant="code">{shown.code}</Box>
          </Box>
          {failures.length > 0 && <Alert type="warning">It still cannot be used.</Alert>}
          <SpaceBetween size="xs" direction="horizontal">
            <Button variant="primary" loading={busy} onClick={() => void reopen("/world/retry")}>
              Try again
            </Button>
            {OFFERS[shown.code]?.map((way) => (
              <Button
                key={way}
                disabled={busy}
                onClick={() => {
                  setAsking(way);
                  setAsked(true);
                }}
              >
                {QUESTIONS[way].offer}
              </Button>
            ))}
          </SpaceBetween>
        </SpaceBetween>
      </Container>
      <Modal
        visible={asked}
        header={question.header}
        closeAriaLabel="Close"
        onDismiss={() => setAsked(false)}
        footer={
          <Box float="right">
            <SpaceBetween size="xs" direction="horizontal">
              <Button onClick={() => setAsked(false)}>Cancel</Button>
              <Button variant="primary" onClick={() => void reopen(asking)}>
                {question.yes}
              </Button>
            </SpaceBetween>
          </Box>
        }
      >
        {question.words}
      </Modal>
    </div>
  );
}
