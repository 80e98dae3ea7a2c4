import SpaceBetween from "@cloudscape-design/components/space-between";
import { PlainLink } from "./IamUserForm";

interface Props {
  /** To the choice of a device, where there is one. */
  onAnother: (() => void) | null;
  onTrouble(): void;
  onCancel(): void;
}

/** The ways out of a proof that cannot be given. */
export function MfaLinks({ onAnother, onTrouble, onCancel }: Props) {
  return (
    <SpaceBetween size="s" direction="horizontal">
      {onAnother !== null && <PlainLink onFollow={onAnother}>Try another MFA method</PlainLink>}
      <PlainLink onFollow={onTrouble}>Troubleshoot MFA</PlainLink>
      <PlainLink onFollow={onCancel}>Cancel</PlainLink>
    </SpaceBetween>
  );
}
