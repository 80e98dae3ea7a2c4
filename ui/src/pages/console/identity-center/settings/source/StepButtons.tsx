import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";

interface Props {
  action?: string;
  busy?: boolean;
  onCancel(): void;
  onPrevious?: () => void;
}

/** The way out of a step, back and on; on goes by sending its form. */
export function StepButtons({ action = "Next", busy = false, onCancel, onPrevious }: Props) {
  return (
    <SpaceBetween size="xs" direction="horizontal">
      <Button formAction="none" onClick={onCancel}>
        Cancel
      </Button>
      {onPrevious !== undefined && (
        <Button formAction="none" onClick={onPrevious}>
          Previous
        </Button>
      )}
      <Button variant="primary" formAction="submit" loading={busy}>
        {action}
      </Button>
    </SpaceBetween>
  );
}
