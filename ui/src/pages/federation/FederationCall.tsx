import { AsText } from "./AsText";

/** The federation endpoint, asked for something else than a sign-in: what a broker's software would read. */
export default function FederationCall({ query }: { query: string }) {
  return (
    <AsText testId="page-federation-call" title="Answer of the federation endpoint" path={`/federation?${query}`} />
  );
}
