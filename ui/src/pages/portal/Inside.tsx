import type { PortalPage, PortalPerson } from "../../api/types";
import type { PortalRoute } from "../../browser/portal";
import type { Told } from "../../desk/rolling";
import { Home } from "./Home";
import { PortalBar } from "./PortalBar";
import { Shortcut } from "./Shortcut";

export interface InsideProps {
  page: PortalPage;
  person: PortalPerson;
  /** The portal's time, and when it was told. */
  told: Told;
  route: PortalRoute;
}

/** The portal for who is signed in. What follows `#` in the address says which of its pages. */
export function Inside(props: InsideProps) {
  return (
    <>
      <PortalBar {...props} />
      <Place {...props} />
    </>
  );
}

function Place(props: InsideProps) {
  const { at } = props.route;
  const question = at.includes("?") ? at.indexOf("?") : at.length;
  switch (at.slice(0, question)) {
    case "/console":
      return <Shortcut key={at} {...props} asked={new URLSearchParams(at.slice(question + 1))} />;
    default:
      return <Home {...props} />;
  }
}
