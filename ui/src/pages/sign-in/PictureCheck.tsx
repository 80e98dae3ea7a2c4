import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { ErrorBody, SignInStep } from "../../api/types";
import type { Submission } from "../useSubmit";
import { Frame, Refusal } from "./Frame";
import { PlainLink } from "./IamUserForm";

interface Props {
  challenge: Extract<SignInStep, { step: "security-check" }>["challenge"];
  description: string;
  inWords: boolean;
  setInWords(inWords: boolean): void;
  submission: Submission;
  notice: ErrorBody | null;
  onAnswer(answer: string): void;
  onRefresh(): void;
  onCancel(): void;
}

/** Read a picture, or answer a question in words. */
export function PictureCheck({ challenge, description, inWords, setInWords, submission, notice, ...on }: Props) {
  const [answer, setAnswer] = useState("");
  return (
    <Frame
      testId="page-security-check"
      title="Security check"
      description={description}
      onSubmit={() => on.onAnswer(answer)}
      place={submission.place}
    >
      <Refusal error={submission.whole("answer") ?? (submission.error === null ? notice : null)} />
      {inWords ? (
        <Box variant="h3" tagOverride="p" data-testid="check-question">
          {challenge.question}
        </Box>
      ) : (
        <SpaceBetween size="xs" direction="horizontal" alignItems="center">
          <img
            className="check-image"
            src={challenge.image}
            alt="Six characters to type. Choose the question in words if you cannot see them."
          />
          <Button iconName="refresh" formAction="none" ariaLabel="Display new security image." onClick={on.onRefresh} />
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
        <PlainLink onFollow={on.onCancel}>Cancel</PlainLink>
      </SpaceBetween>
    </Frame>
  );
}
