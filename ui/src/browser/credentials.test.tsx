import { act, render } from "@testing-library/react";
import { useEffect } from "react";
import { afterEach, expect, test, vi } from "vitest";
import type { Outcome } from "../api/client";
import { setHost } from "../host";
import { browser } from "../host/browser";
import { CredentialsProvider, useCredentials, useKeyRequest, type AskForKey, type KeyRequest } from "./credentials";
import { NavigationProvider, useNavigation, type Navigation } from "./navigation";

interface Seen {
  keys: AskForKey;
  navigation: Navigation;
  request: KeyRequest | null;
}

/** A page and the desk's dialog at once, to see both sides. */
function open(): Seen {
  const seen = {} as Seen;
  const Both = () => {
    const [keys, navigation, request] = [useCredentials(), useNavigation(), useKeyRequest()];
    useEffect(() => void Object.assign(seen, { keys, navigation, request }));
    return null;
  };
  render(
    <NavigationProvider>
      <CredentialsProvider>
        <Both />
      </CredentialsProvider>
    </NavigationProvider>,
  );
  return seen;
}

function ask(seen: Seen, kind: KeyRequest["kind"], options: object): Promise<Outcome<object>> {
  let asked: Promise<Outcome<object>> | undefined;
  act(() => void (asked = seen.keys[kind](options)));
  if (asked === undefined) throw new Error("nothing was asked");
  return asked;
}

const visit = (seen: Seen, address: string) => act(() => seen.navigation.visit(address));

test.for(["create", "get"] as const)("%s: the origin is the address bar's, the rest the page's", async (kind) => {
  const seen = open();
  expect(seen.request).toBeNull();
  visit(seen, "https://acme.signin.aws.amazon.com/console");
  const options =
    kind === "create" ? { rp: { id: "aws.amazon.com" }, origin: "https://x" } : { rpId: "aws.amazon.com" };
  const answer = ask(seen, kind, options);
  expect(seen.request).toMatchObject({
    kind,
    origin: "https://acme.signin.aws.amazon.com",
    rpId: "aws.amazon.com",
    options,
  });
  act(() => seen.request?.answer({ id: "c" }));
  expect(await answer).toEqual({ ok: true, data: { id: "c" } });
  expect(seen.request).toBeNull();
});

test("without an rp id the site itself is meant", async () => {
  const seen = open();
  visit(seen, "https://signin.aws.amazon.com/signin");
  void ask(seen, "get", { rpId: 7 });
  expect(seen.request?.rpId).toBe("signin.aws.amazon.com");
});

test("a person who refuses is an answer with the reason, and only the first answer counts", async () => {
  const seen = open();
  const answer = ask(seen, "get", {});
  const { request } = seen;
  act(() => request?.refuse("You did not touch the key."));
  act(() => request?.answer({ id: "late" }));
  expect(await answer).toEqual({
    ok: false,
    error: { code: "MFA_REFUSED", message: "You did not touch the key." },
  });
});

test("a page that is left or that asks anew asks no more", async () => {
  const seen = open();
  const first = ask(seen, "get", { rpId: "one" });
  const second = ask(seen, "get", { rpId: "two" });
  expect(await first).toMatchObject({ ok: false, error: { message: "The page asked anew." } });
  expect(seen.request?.rpId).toBe("two");
  visit(seen, "vestibule://start");
  expect(await second).toMatchObject({ ok: false, error: { code: "MFA_REFUSED" } });
  expect(seen.request).toBeNull();
});

/** A browser with WebAuthn, whose key does this. */
function realBrowser(key: () => Promise<unknown>): unknown[] {
  const asked: unknown[] = [];
  setHost(browser);
  class PublicKeyCredential {
    static parseCreationOptionsFromJSON = (json: object) => ({ parsed: json });
    static parseRequestOptionsFromJSON = (json: object) => ({ parsed: json });
    toJSON = () => ({ id: "real" });
  }
  vi.stubGlobal("PublicKeyCredential", PublicKeyCredential);
  const container = async (options: unknown) => {
    asked.push(options);
    return (await key()) ?? new PublicKeyCredential();
  };
  vi.stubGlobal("navigator", { ...navigator, credentials: { create: container, get: container } });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

test.for(["create", "get"] as const)("%s: a real browser asks its own keys", async (kind) => {
  const seen = open();
  const asked = realBrowser(() => Promise.resolve());
  expect(await ask(seen, kind, { challenge: "c" })).toEqual({ ok: true, data: { id: "real" } });
  expect(asked).toEqual([{ publicKey: { parsed: { challenge: "c" } } }]);
  expect(seen.request).toBeNull();
});

test.for([
  ["NotAllowedError", "cancelled"],
  ["InvalidStateError", "registered already"],
  ["SecurityError", "the address is not the one"],
  ["SomethingElse", "could not use the key"],
] as const)("a real browser's %s has words", async ([name, words]) => {
  const seen = open();
  realBrowser(() => Promise.reject(new DOMException("", name)));
  const answer = await ask(seen, "get", {});
  expect(answer).toMatchObject({ ok: false, error: { code: "MFA_REFUSED" } });
  expect(answer.ok ? "" : answer.error.message).toContain(words);
});

test("a browser without WebAuthn says so", async () => {
  const seen = open();
  setHost(browser);
  expect(await ask(seen, "create", {})).toMatchObject({
    ok: false,
    error: { message: "This browser has no support for passkeys and security keys." },
  });
});
