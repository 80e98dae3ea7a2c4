import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import { api, outcome } from "../../../../api/client";
import type { CenterUnit } from "../../../../api/types";
import { useLoaded } from "../../../../desk/useLoaded";
import { ConsoleLoading } from "../../ConsolePage";

const ask = () => outcome(api.GET("/api/identity-center/units"));

interface Props {
  chosen: string | null;
  onChoose(unit: string | null): void;
}

/** The organization's tree of units: each shows the accounts that stand directly under it. */
export function Units({ chosen, onChoose }: Props) {
  const [loaded] = useLoaded(ask);
  return (
    <ConsoleLoading of={loaded}>
      {({ units }) => (
        <Container>
          <ul aria-label="Organizational structure" style={{ listStyle: "none", margin: 0, padding: 0 }}>
            <li>
              <Entry name="All accounts" chosen={chosen === null} onChoose={() => onChoose(null)} />
            </li>
            <Below units={units} parent={null} level={0} chosen={chosen} onChoose={onChoose} />
          </ul>
        </Container>
      )}
    </ConsoleLoading>
  );
}

interface BelowProps extends Props {
  units: CenterUnit[];
  parent: string | null;
  level: number;
}

function Below({ units, parent, level, chosen, onChoose }: BelowProps) {
  const here = units.filter(({ parentId }) => (parentId ?? null) === parent);
  return here.map(({ id, name, accounts }) => (
    <li key={id} style={{ paddingInlineStart: "1.25rem" }}>
      <Entry name={`${name} (${accounts})`} chosen={chosen === id} onChoose={() => onChoose(id)} />
      <ul aria-label={`Units of ${name}`} style={{ listStyle: "none", margin: 0, padding: 0 }}>
        <Below units={units} parent={id} level={level + 1} chosen={chosen} onChoose={onChoose} />
      </ul>
    </li>
  ));
}

function Entry({ name, chosen, onChoose }: { name: string; chosen: boolean; onChoose(): void }) {
  return (
    <Button
      variant="inline-link"
      iconName={chosen ? "folder-open" : "folder"}
      nativeButtonAttributes={{ "aria-pressed": chosen }}
      onClick={onChoose}
    >
      {name}
    </Button>
  );
}
