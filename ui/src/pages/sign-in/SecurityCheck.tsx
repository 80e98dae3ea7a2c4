import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../api/client";
import type { ErrorBody, SignInStep } from "../../api/types";
import { useSubmit } from "../useSubmit";
import { Frame, Refusal } from "./Frame";
import { PlainLink } from "./IamUserForm";

interface Props {
  step: Extract<SignInStep, { step: "security-check" }>;
  inWords: boolean;
  setInWords(inWords: boolean): void;
  notice: ErrorBody | null;
  onStep(step: SignInStep): void;
  onNotice(error: ErrorBody | null): void;
  onRestart(error: ErrorBody | null): void;
}

/** Read a picture, or answer a question in words. */
export function SecurityCheck({ step, inWords, setInWords, notice, onStep, onNotice, onRestart }: Props) {
  const submission = useSubmit();
  const [answer, setAnswer] = useState("");

  const refuse = (error: ErrorBody): boolean => {
    if (error.code === "SECURITY_CHECK_FAILED" && error.challenge != null) {
      onStep({ ...step, challenge: error.challenge });
      onNotice(error);
    } else if (error.code === "ATTEMPT_EXPIRED" || error.code === "ACCOUNT_DOES_NOT_EXIST") {
      onRestart(error);
    } else {
      return false;
    }
    return true;
  };
  const submit = () =>
    void submission.send(() => outcome(api.POST("/api/sign-in/security-check", { body: { answer } })), onStep, refuse);
  const refresh = () =>
    void submission.send(() => outcome(api.POST("/api/sign-in/security-check/refresh")), onStep, refuse);

  return (
    <Frame
      testId="page-security-check"
      title="Security check"
      description={
        step.purpose === "recovery"
          ? "Before we send a mail, show that you are a person."
          : "Before you go on, show that you are a person."
      }
      onSubmit={submit}
      place={submission.place}
    >
      <Refusal error={submission.whole("answer") ?? (submission.error === null ? notice : null)} />
      {inWords ? (
        <Box variant="h3" tagOverride="p" data-testid="check-question">
          {step.challenge.question}
        </Box>
      ) : (
        <SpaceBetween size="xs" direction="horizontal" alignItems="center">
          <img
            className="check-image"
            src={step.challenge.image}
            alt="Six characters to type. Choose the question in words if you cannot see them."
          />
          <Button iconName="refresh" formAction="none" ariaLabel="Display new security image." onClick={refresh} />
        </SpaceBetween>
      )}
      <FormField
        label={inWords ? "Your answer" : "Type the characters seen in the image"}
        errorText={submission.field("answer")}
        stretch
      >
        <Input
          name="answer"
          autoFocus
          autoComplete={false}
          spellcheck={false}
          value={answer}
          onChange={({ detail }) => setAnswer(detail.value)}
        />
      </FormField>
      <Button variant="primary" formAction="submit" fullWidth loading={submission.busy}>
        Submit
      </Button>
      <SpaceBetween size="m" direction="horizontal">
        <PlainLink
          onFollow={() => {
            setAnswer("");
            setInWords(!inWords);
          }}
        >
          {inWords ? "Show an image instead" : "Ask me a question in words instead"}
        </PlainLink>
        <PlainLink onFollow={() => onRestart(null)}>Cancel</PlainLink>
      </SpaceBetween>
    </Frame>
  );
}
