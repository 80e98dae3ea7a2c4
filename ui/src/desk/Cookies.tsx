import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { api, outcome } from "../api/client";
import { useNavigation } from "../browser/navigation";
import { when } from "../shell/when";
import { Loading } from "./Loading";
import { useLoaded } from "./useLoaded";

const ask = () => outcome(api.GET("/desk/cookies"));

const PURPOSES: Record<string, string> = {
  "__Host-console-session": "Your console session. Whoever holds it is you; deleting it signs this browser out.",
  "__Host-remembered-account": "Which account and user to ask for next time. It signs nobody in.",
  "__Host-sign-in-attempt": "A sign-in that is not finished yet.",
};

/** The simulated browser's cookie jar. Values are never shown. */
export function Cookies() {
  const navigation = useNavigation();
  const [loaded] = useLoaded(ask);
  const clear = async () => {
    await api.DELETE("/desk/cookies");
    navigation.reload();
  };
  return (
    <Loading of={loaded}>
      {({ cookies }) =>
        cookies.length === 0 ? (
          <Box color="text-body-secondary">No cookies. Signing in sets some.</Box>
        ) : (
          <SpaceBetween size="s">
            {cookies.map((cookie) => {
              const { name, domain, path } = cookie;
              const remove = async () => {
                await api.POST("/desk/cookies/delete", { body: { name, domain, path } });
                navigation.reload();
              };
              return (
                <article key={name} className="card" data-testid={`cookie-${name}`}>
                  <h4>{name}</h4>
                  <p>{PURPOSES[name] ?? "Set by a page."}</p>
                  <p>
                    {domain}
                    {path} · {cookie.expiresAt == null ? "until the app is closed" : `until ${when(cookie.expiresAt)}`}
                    {cookie.httpOnly && " · HttpOnly"}
                    {cookie.secure && " · Secure"}
                    {cookie.sameSite != null && ` · SameSite=${cookie.sameSite}`}
                  </p>
                  <Button onClick={() => void remove()} ariaLabel={`Delete cookie ${name}`}>
                    Delete
                  </Button>
                </article>
              );
            })}
            <Button onClick={() => void clear()}>Delete all cookies</Button>
          </SpaceBetween>
        )
      }
    </Loading>
  );
}
