import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { api, outcome, type Outcome } from "../api/client";
import type { Token as Fob } from "../api/types";
import { Loading } from "./Loading";
import { CodeButtons, grouped } from "./RollingCode";
import { hasEnded, rollingAt, STEP_SECONDS, timed, useRoll, useTick, type Told } from "./rolling";
import { useLoaded } from "./useLoaded";

/** The tokens have no time to tell; the world has. */
const ask = () => timed(tokensAndTime());

async function tokensAndTime(): Promise<Outcome<{ tokens: Fob[]; now: string }>> {
  const [tokens, world] = await Promise.all([outcome(api.GET("/desk/tokens")), outcome(api.GET("/world"))]);
  if (!tokens.ok) return tokens;
  return world.ok ? { ok: true, data: { ...tokens.data, now: world.data.clock.now } } : world;
}

/** The hardware tokens: nothing to press, nothing to set up. */
export function Token() {
  const [loaded, again] = useLoaded(ask);
  const at = useTick();
  const ready = loaded.state === "ready" ? loaded.data : null;
  useRoll(ready !== null && hasEnded(ready.tokens, ready.told, at), ready?.told, again);
  return (
    <Loading of={loaded}>
      {({ tokens, told }) =>
        tokens.length === 0 ? (
          <Box color="text-body-secondary">
            No hardware token. The maker ships one with a new world; start one in Settings.
          </Box>
        ) : (
          <SpaceBetween size="l">
            {tokens.map((token) => (
              <TokenCard key={token.id} token={token} told={told} at={at} />
            ))}
            <Box variant="small">
              A token has no clock to set and no key to show. Assign it by its serial number and two codes, one after
              the other.
            </Box>
          </SpaceBetween>
        )
      }
    </Loading>
  );
}

const BARS = 6;

function TokenCard({ token, told, at }: { token: Fob; told: Told; at: number }) {
  const { serial, label } = token;
  const { code, left } = rollingAt(token, told, at);
  const lit = Math.ceil((left * BARS) / STEP_SECONDS);
  return (
    <article className="card" data-testid={`token-${serial}`}>
      <h3>{label}</h3>
      <div className="fob">
        <span className="fob-ring" aria-hidden="true" />
        <span className="fob-screen">
          <span className="fob-bars" aria-hidden="true">
            {Array.from({ length: BARS }, (_, bar) => (
              <i key={bar} className={bar < lit ? "lit" : ""} />
            ))}
          </span>
          <span data-testid="code">{grouped(code)}</span>
        </span>
        <span className="fob-serial">{serial}</span>
      </div>
      <p>
        Serial number <span className="secret">{serial}</span> · {left} s left
      </p>
      <CodeButtons code={code} of={label} />
    </article>
  );
}
