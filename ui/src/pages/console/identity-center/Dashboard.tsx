import { IdentityCenterPage } from "./IdentityCenterPage";

/** The instance at a glance. */
export default function Dashboard() {
  return <IdentityCenterPage testId="center-dashboard">{null}</IdentityCenterPage>;
}
