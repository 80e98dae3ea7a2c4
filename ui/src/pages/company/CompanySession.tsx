import { createContext, use, useEffect, type ReactNode } from "react";
import type { CompanyError, CompanyIdentity } from "../../api/company";
import { Loading } from "../../desk/Loading";
import type { Loaded } from "../../desk/useLoaded";
import { CompanyRefusal } from "./CompanyRefusal";

interface Session {
  identity: CompanyIdentity;
  /** Somebody is not signed in any more. */
  onEnded(): void;
}

const Context = createContext<Session | null>(null);

export { Context as CompanySession };

/** Whose page of the company this is. */
export function useCompanySession(): Session {
  const session = use(Context);
  if (session === null) throw new Error("no page of the company around this component");
  return session;
}

interface Props<T> {
  of: Loaded<T, CompanyError>;
  children: (data: T) => ReactNode;
}

/** What was loaded for a page of the company; a session that ended meanwhile leads to sign-in. */
export function CompanyLoading<T>({ of, children }: Props<T>) {
  const { onEnded } = useCompanySession();
  const ended = of.state === "failed" && of.error.code === "NOT_SIGNED_IN";
  useEffect(() => {
    if (ended) onEnded();
  }, [ended, onEnded]);
  if (of.state === "failed") return ended ? null : <CompanyRefusal error={of.error} />;
  return <Loading of={of}>{children}</Loading>;
}
