import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import type { CompanyError } from "../../../api/company";
import { api, outcome } from "../../../api/client";
import { useFillable } from "../../../desk/autofill";
import { DoorFrame } from "../CompanyFrame";
import { CompanyRefusal } from "../CompanyRefusal";
import { useCompanyAttempt, type StepProps } from "./CompanySignIn";

interface Props extends StepProps {
  /** Who asked, by its address; nobody where the person came by themselves. */
  waitingFor: string | null;
  notice: CompanyError | null;
}

/** The first form. */
export function UserName(props: Props) {
  const { typed, setTyped, waitingFor, notice } = props;
  const attempt = useCompanyAttempt(props);
  useFillable((filling) => {
    if (filling.kind !== "company-user") return false;
    setTyped({ userName: filling.signInName, password: filling.password });
    return true;
  });
  const submit = () =>
    void attempt.go(() => outcome(api.POST("/company/api/sign-in/user-name", { body: { userName: typed.userName } })));
  return (
    <DoorFrame
      testId="page-company-user-name"
      title="Sign in"
      description="With your AnyCompany user name"
      onSubmit={submit}
      place={attempt.place}
      foot="This page is part of a simulator. Never type a password of a real account here."
    >
      <CompanyRefusal error={attempt.whole("userName") ?? notice} />
      {waitingFor !== null && (
        <div role="status" data-testid="waiting-for">
          <Alert type="info" header="Somebody asks who you are">
            {waitingFor} is told when you have signed in.
          </Alert>
        </div>
      )}
      <FormField label="User name" errorText={attempt.field("userName")} stretch>
        <Input
          name="username"
          value={typed.userName}
          autoFocus
          autoComplete="username"
          spellcheck={false}
          disableBrowserAutocorrect
          // A name that is typed has another password.
          onChange={({ detail }) => setTyped({ userName: detail.value, password: "" })}
        />
      </FormField>
      <Button variant="primary" formAction="submit" fullWidth loading={attempt.busy}>
        Next
      </Button>
    </DoorFrame>
  );
}
