import SpaceBetween from "@cloudscape-design/components/space-between";
import { useCodeFillable } from "../../desk/autofill";
import type { Submission } from "../useSubmit";
import { CodeField } from "./CodeField";

/** Two codes, one after the other. */
export interface Codes {
  code1: string;
  code2: string;
}

export const NO_CODES: Codes = { code1: "", code2: "" };

interface Props {
  codes: Codes;
  submission: Pick<Submission, "field">;
  onChange(codes: Codes): void;
}

/** Two codes that follow each other prove the seed and how far its clock is off. */
export function TwoCodes({ codes, submission, onChange }: Props) {
  useCodeFillable((code) => {
    if (codes.code1 === "") onChange({ ...codes, code1: code });
    else if (codes.code2 === "") onChange({ ...codes, code2: code });
    else return false;
    return true;
  });
  return (
    <SpaceBetween size="m">
      <CodeField
        label="MFA code 1"
        name="mfa-code-1"
        value={codes.code1}
        error={submission.field("code1")}
        onChange={(code1) => onChange({ ...codes, code1 })}
      />
      <CodeField
        label="MFA code 2"
        name="mfa-code-2"
        value={codes.code2}
        error={submission.field("code2")}
        hint="The very next code of the same device. It may take up to 30 seconds to come."
        onChange={(code2) => onChange({ ...codes, code2 })}
      />
    </SpaceBetween>
  );
}
