import Button from "@cloudscape-design/components/button";
import { useCallback, useEffect, useState } from "react";
import { api, outcome, type Outcome } from "../../api/client";
import type { ApplicationRedirect, ErrorBody } from "../../api/types";
import { applicationAddress, type ApplicationRoute } from "../../browser/applications";
import { useNavigation } from "../../browser/navigation";
import { takePosted } from "../../browser/posted";
import { Loading } from "../../desk/Loading";
import { useLoaded } from "../../desk/useLoaded";
import { Frame, Refusal } from "../sign-in/Frame";
import { Visitor } from "./Visitor";

/** A demo application: what it does with who comes, and what it was told. */
export default function Application({ route }: { route: ApplicationRoute }) {
  const { application: id, at, query } = route;
  switch (at) {
    case "start":
      return <Going key="start" id={id} act={() => outcome(api.POST("/api/application/{id}/start", of(id)))} />;
    case "callback": {
      const said = new URLSearchParams(query);
      const body = { code: said.get("code") ?? "", state: said.get("state") ?? "", error: said.get("error") ?? "" };
      return (
        <Going
          key="callback"
          id={id}
          act={() => outcome(api.POST("/api/application/{id}/callback", { ...of(id), body }))}
        />
      );
    }
    case "acs": {
      const post = () => {
        const posted = takePosted(applicationAddress(route));
        if (posted === null) return null;
        const body = { samlResponse: posted["SAMLResponse"] ?? "", relayState: posted["RelayState"] ?? "" };
        return outcome(api.POST("/api/application/{id}/saml", { ...of(id), body }));
      };
      return <Going key="acs" id={id} act={post} />;
    }
    case "home":
      return <Home key={id} id={id} />;
  }
}

function of(id: string) {
  return { params: { path: { id } } };
}

/** What a visit asked for: asked once, however often it is drawn. */
const asked = new WeakMap<object, Promise<Outcome<ApplicationRedirect>> | null>();

interface GoingProps {
  id: string;
  /** Asks the application; nothing where there is nothing to ask. */
  act(): Promise<Outcome<ApplicationRedirect>> | null;
}

/** Asks the application once a visit, and goes where it sends the browser. */
function Going({ id, act }: GoingProps) {
  const navigation = useNavigation();
  const { replace, visit } = navigation;
  const [error, setError] = useState<ErrorBody | null>(null);
  const [answer] = useState(() => {
    const known = asked.get(navigation);
    if (known !== undefined) return known;
    const asking = act();
    asked.set(navigation, asking);
    return asking;
  });
  useEffect(() => {
    let gone = false;
    void answer?.then((told) => {
      if (gone) return;
      if (told.ok) replace(told.data.address);
      else setError(told.error);
    });
    return () => {
      gone = true;
    };
  }, [answer, replace]);
  if (answer === null)
    return (
      <Frame testId="page-application-refused" title="Nothing was posted here">
        <p>This is where the application takes SAML responses. Open the application from your access portal.</p>
      </Frame>
    );
  if (error === null)
    return (
      <Frame testId="page-application-going" title="One moment…">
        {null}
      </Frame>
    );
  return (
    <Frame testId="page-application-refused" title="You are not signed in here">
      <Refusal error={error} />
      <Button onClick={() => visit({ page: "application", application: id, at: "home", query: "" })}>
        To the application
      </Button>
    </Frame>
  );
}

function Home({ id }: { id: string }) {
  const { visit } = useNavigation();
  const ask = useCallback(() => outcome(api.GET("/api/application/{id}", of(id))), [id]);
  const [loaded] = useLoaded(ask);
  if (loaded.state === "failed" && loaded.error.code === "NO_SUCH_ENTITY")
    return (
      <Frame testId="page-application-refused" title="No application here">
        <Refusal error={loaded.error} />
      </Frame>
    );
  return (
    <Loading of={loaded}>
      {(page) =>
        page.signedIn == null ? (
          <Frame testId="page-application" title={page.name} description="A demo application of AnyCompany.">
            {page.hasEnded && (
              <p role="status">Your session here has ended, because your session at the access portal had.</p>
            )}
            {page.protocol === "saml" ? (
              <p>You are not signed in. Open {page.name} from your access portal: it signs you in with SAML 2.0.</p>
            ) : (
              <>
                <p>You are not signed in. {page.name} asks your access portal who you are, with OpenID Connect.</p>
                <Button
                  variant="primary"
                  onClick={() => visit({ page: "application", application: id, at: "start", query: "" })}
                >
                  Sign in with the access portal
                </Button>
              </>
            )}
          </Frame>
        ) : (
          <Visitor id={id} page={page} visitor={page.signedIn} />
        )
      }
    </Loading>
  );
}
