import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";

interface Props {
  label: string;
  busy: boolean;
  onPrevious(): void;
}

/** On, or back to the choice of a device. */
export function StageButtons({ label, busy, onPrevious }: Props) {
  return (
    <SpaceBetween size="xs" direction="horizontal">
      <Button variant="primary" formAction="submit" loading={busy}>
        {label}
      </Button>
      <Button formAction="none" disabled={busy} onClick={onPrevious}>
        Previous
      </Button>
    </SpaceBetween>
  );
}
