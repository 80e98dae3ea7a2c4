import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Tiles from "@cloudscape-design/components/tiles";
import { useState } from "react";
import { api, outcome } from "../../api/client";
import type { ErrorBody, SignInStep } from "../../api/types";
import { useFillable } from "../../desk/autofill";
import { useSubmit } from "../useSubmit";
import { Frame, Refusal } from "./Frame";
import type { SetTyped, Typed } from "./SignIn";

interface Props {
  typed: Typed;
  setTyped: SetTyped;
  notice: ErrorBody | null;
  onStep(step: SignInStep): void;
  onIamUser(): void;
}

const KINDS = [
  {
    value: "root",
    label: "Root user",
    description: "Account owner that performs tasks requiring unrestricted access.",
  },
  { value: "iam-user", label: "IAM user", description: "User within an account that performs daily tasks." },
];

/** Root user or IAM user? */
export function Chooser({ typed, setTyped, notice, onStep, onIamUser }: Props) {
  const [kind, setKind] = useState("root");
  const submission = useSubmit();

  useFillable((filling) => {
    if (filling.kind === "root") {
      setKind("root");
      setTyped({ ...typed, email: filling.signInName, password: filling.password });
    } else if (filling.kind === "directory-user" || filling.kind === "company-user") {
      return false;
    } else {
      setTyped({ ...typed, account: filling.account ?? "", userName: filling.signInName, password: filling.password });
      onIamUser();
    }
    return true;
  });

  const submit = () => {
    if (kind === "iam-user") onIamUser();
    else
      void submission.send(
        () => outcome(api.POST("/api/sign-in/root/email", { body: { email: typed.email } })),
        onStep,
      );
  };

  return (
    <Frame
      testId="page-sign-in-chooser"
      title="Sign in"
      description="Access your AWS account by user type."
      onSubmit={submit}
      place={submission.place}
      foot="This page is part of a simulator. Never type a password of a real account here."
    >
      <Refusal error={submission.whole("email") ?? (submission.error === null ? notice : null)} />
      <FormField label="User type" stretch>
        <Tiles
          ariaLabel="User type"
          columns={1}
          value={kind}
          items={KINDS}
          onChange={({ detail }) => setKind(detail.value)}
        />
      </FormField>
      {kind === "root" && (
        <FormField label="Root user email address" errorText={submission.field("email")} stretch>
          <Input
            name="email"
            type="email"
            inputMode="email"
            autoComplete="username"
            placeholder="username@example.com"
            value={typed.email}
            onChange={({ detail }) => setTyped({ ...typed, email: detail.value })}
          />
        </FormField>
      )}
      <Button variant="primary" formAction="submit" fullWidth loading={submission.busy}>
        Next
      </Button>
      <Box variant="small" textAlign="center">
        {kind === "root"
          ? "Next comes the root user's password."
          : "Next come the account, the IAM user name and the password."}
      </Box>
    </Frame>
  );
}
