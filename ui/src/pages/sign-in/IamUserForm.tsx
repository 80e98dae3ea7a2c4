import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { api, outcome } from "../../api/client";
import type { ErrorBody, SignInStep } from "../../api/types";
import { useNavigation } from "../../browser/navigation";
import { useFillable } from "../../desk/autofill";
import { PasswordField } from "../PasswordField";
import { useSubmit } from "../useSubmit";
import { Frame, Refusal } from "./Frame";
import type { SetTyped, Typed } from "./SignIn";

interface Props {
  typed: Typed;
  setTyped: SetTyped;
  /** The account comes from the address or the remembered-account cookie. */
  fixed: boolean;
  remembered: boolean;
  region: string | null;
  notice: ErrorBody | null;
  onStep(step: SignInStep): void;
  onRoot(): void;
  onTrouble(): void;
}

/** Account, IAM user name and password on one form. */
export function IamUserForm({ typed, setTyped, fixed, remembered, region, notice, onStep, onRoot, onTrouble }: Props) {
  const navigation = useNavigation();
  const submission = useSubmit();
  const [shown, setShown] = useState(false);
  const [remember, setRemember] = useState(remembered);

  useFillable((filling) => {
    if (filling.kind === "root") {
      setTyped({ ...typed, email: filling.signInName, password: filling.password });
      onRoot();
      return true;
    }
    if (filling.kind === "directory-user" || filling.kind === "company-user") return false;
    // The account of an address is not changed by filling: the desk goes to the right address instead.
    if (fixed && filling.account !== typed.account) return false;
    setTyped({ ...typed, account: filling.account ?? "", userName: filling.signInName, password: filling.password });
    return true;
  });

  const submit = async () => {
    const { account, userName, password } = typed;
    const body = { account, userName, password, remember, region };
    const ok = await submission.send(() => outcome(api.POST("/api/sign-in/iam-user", { body })), onStep);
    if (!ok) setTyped((now) => ({ ...now, password: "" }));
  };
  const differentAccount = async () => {
    await api.POST("/api/sign-in/forget-account");
    navigation.visit("https://signin.aws.amazon.com/signin");
  };

  return (
    <Frame
      testId="page-iam-sign-in"
      title="IAM user sign in"
      onSubmit={() => void submit()}
      place={submission.place}
      foot="This page is part of a simulator. Never type a password of a real account here."
    >
      <Refusal
        error={submission.whole("account", "userName", "password") ?? (submission.error === null ? notice : null)}
      />
      <FormField label="Account ID (12 digits) or account alias" errorText={submission.field("account")} stretch>
        <Input
          name="account"
          value={typed.account}
          readOnly={fixed}
          autoComplete="organization"
          spellcheck={false}
          onChange={({ detail }) => setTyped({ ...typed, account: detail.value })}
        />
      </FormField>
      <FormField label="IAM user name" errorText={submission.field("userName")} stretch>
        <Input
          name="username"
          value={typed.userName}
          autoComplete="username"
          spellcheck={false}
          onChange={({ detail }) => setTyped({ ...typed, userName: detail.value })}
        />
      </FormField>
      <PasswordField
        label="Password"
        name="password"
        value={typed.password}
        shown={shown}
        error={submission.field("password")}
        onChange={(password) => setTyped({ ...typed, password })}
      />
      <SpaceBetween size="xs" direction="horizontal">
        <Checkbox checked={shown} onChange={({ detail }) => setShown(detail.checked)}>
          Show password
        </Checkbox>
        <Checkbox checked={remember} onChange={({ detail }) => setRemember(detail.checked)}>
          Remember this account
        </Checkbox>
      </SpaceBetween>
      <Button variant="primary" formAction="submit" fullWidth loading={submission.busy}>
        Sign in
      </Button>
      <Button formAction="none" fullWidth onClick={onRoot}>
        Sign in using root user email
      </Button>
      <SpaceBetween size="m" direction="horizontal">
        <PlainLink onFollow={onTrouble}>Having trouble?</PlainLink>
        {fixed && <PlainLink onFollow={() => void differentAccount()}>Sign in to a different account</PlainLink>}
      </SpaceBetween>
    </Frame>
  );
}

/** A link that acts on this page. */
export function PlainLink({ children, onFollow }: { children: string; onFollow(): void }) {
  return (
    <Link
      href="#"
      onFollow={(event) => {
        event.preventDefault();
        onFollow();
      }}
    >
      {children}
    </Link>
  );
}
