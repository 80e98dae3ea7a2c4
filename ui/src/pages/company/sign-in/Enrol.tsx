import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import type { CompanyStep } from "../../../api/company";
import { api, outcome } from "../../../api/client";
import { ClockNote } from "../../mfa/ClockNote";
import { Seed } from "../../mfa/Seed";
import { NO_CODES, TwoCodes } from "../../mfa/TwoCodes";
import { PlainLink } from "../../sign-in/IamUserForm";
import { DoorFrame } from "../CompanyFrame";
import { CompanyRefusal } from "../CompanyRefusal";
import { useCompanyAttempt, type StepProps } from "./CompanySignIn";

interface Props extends StepProps {
  step: Extract<CompanyStep, { step: "enrol" }>;
}

/** The fields of the company's form, by those of the boxes. */
const FIELDS: Record<string, string> = { code1: "firstCode", code2: "secondCode" };

/** An authenticator app is set up on the way in. */
export function Enrol(props: Props) {
  const { step, onRestart } = props;
  const attempt = useCompanyAttempt(props);
  const [codes, setCodes] = useState(NO_CODES);
  const submit = async () => {
    const body = { firstCode: codes.code1, secondCode: codes.code2 };
    const ok = await attempt.go(() => outcome(api.POST("/company/api/sign-in/enrol", { body })));
    if (!ok) setCodes(NO_CODES);
  };
  return (
    <DoorFrame
      testId="page-company-enrol"
      title="Set up your authenticator app"
      description={`${step.userName}, AnyCompany asks everybody for a code besides the password`}
      onSubmit={() => void submit()}
      place={attempt.place}
    >
      <CompanyRefusal error={attempt.whole("firstCode", "secondCode")} />
      <Box variant="p">
        Open an authenticator app: the one under <strong>My desk</strong>, <strong>Authenticator</strong>, or one on a
        real phone. Scan the QR code with it, or type the secret key into it.
      </Box>
      <Seed device={{ name: step.userName, otpauth: step.otpauth, secret: step.secret }} />
      <Box variant="p">Then type two of its codes, one after the other.</Box>
      <ClockNote />
      <TwoCodes
        codes={codes}
        submission={{ field: (name) => attempt.field(FIELDS[name] ?? name) }}
        onChange={setCodes}
      />
      <Button variant="primary" formAction="submit" fullWidth loading={attempt.busy}>
        Set it up and sign in
      </Button>
      <PlainLink onFollow={() => onRestart(null)}>Use another user name</PlainLink>
    </DoorFrame>
  );
}
