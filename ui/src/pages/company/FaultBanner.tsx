import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import type { CompanyFault } from "../../api/company";
import { useNavigation } from "../../browser/navigation";
import { FAULTS } from "./faults";

interface Props {
  /** Those that are on. */
  faults: CompanyFault[];
  isAdministrator: boolean;
}

/** Everybody who is signed in sees which mistakes are made on purpose. */
export function FaultBanner({ faults, isAdministrator }: Props) {
  const { visit } = useNavigation();
  if (faults.length === 0) return null;
  return (
    <div className="company-banner" role="status" data-testid="fault-banner">
      <Alert
        type="warning"
        header={faults.length === 1 ? "A teaching fault is on" : `${faults.length} teaching faults are on`}
        action={
          isAdministrator && (
            <Button onClick={() => visit({ page: "company", at: "faults" })}>To the teaching faults</Button>
          )
        }
      >
        What is sent from here is wrong on purpose: {faults.map((fault) => FAULTS[fault].label).join("; ")}.
      </Alert>
    </div>
  );
}
