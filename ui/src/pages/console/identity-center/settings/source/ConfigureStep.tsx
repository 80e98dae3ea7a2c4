import Box from "@cloudscape-design/components/box";
import type { CenterServiceProvider } from "../../../../../api/types";
import type { Submission } from "../../../../useSubmit";
import { ConsoleFrame } from "../../../ConsoleFrame";
import { ConsoleRefusal } from "../../../ConsolePage";
import { PROVIDER_FIELDS, type ProviderDraft } from "./draft";
import { ProviderFields } from "./ProviderFields";
import { ServiceProvider } from "./ServiceProvider";
import { StepButtons } from "./StepButtons";

interface Props {
  serviceProvider: CenterServiceProvider;
  draft: ProviderDraft;
  submission: Submission;
  onChange(change: Partial<ProviderDraft>): void;
  onCancel(): void;
  onPrevious(): void;
  onNext(): void;
}

/** Both sides are told about each other. */
export function ConfigureStep({ serviceProvider, draft, submission, ...on }: Props) {
  return (
    <ConsoleFrame
      testId="step-configure-provider"
      title="Configure external identity provider"
      description="Change identity source: step 2 of 3"
      onSubmit={on.onNext}
      place={submission.place}
      foot={<StepButtons onCancel={on.onCancel} onPrevious={on.onPrevious} />}
    >
      <ConsoleRefusal error={submission.whole("confirm", ...PROVIDER_FIELDS)} />
      <Box variant="h2">Service provider metadata</Box>
      <Box>Give these to the identity provider, as a file or one by one.</Box>
      <ServiceProvider of={serviceProvider} />
      <Box variant="h2">Identity provider metadata</Box>
      <ProviderFields draft={draft} submission={submission} onChange={on.onChange} />
    </ConsoleFrame>
  );
}
