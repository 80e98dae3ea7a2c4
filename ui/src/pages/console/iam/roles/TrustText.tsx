import type { ErrorBody } from "../../../../api/types";
import { PolicyEditor } from "../policies/PolicyEditor";

interface Props {
  value: string;
  onChange(value: string): void;
  error: ErrorBody | null;
}

/** A trust policy to edit. */
export function TrustText({ value, onChange, error }: Props) {
  return <PolicyEditor label="Trust policy" kind="trust" value={value} onChange={onChange} error={error} />;
}
