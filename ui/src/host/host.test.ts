import { clearMocks, mockIPC } from "@tauri-apps/api/mocks";
import { afterEach, expect, test, vi } from "vitest";
import { chooseHost, host } from ".";
import { browser } from "./browser";
import { desktop } from "./desktop";

afterEach(() => {
  clearMocks();
  Reflect.deleteProperty(window, "__TAURI_INTERNALS__");
});

const ORIGIN = window.location.origin;

function answerWith(answer: { status: number; headers: [string, string][]; body: string }) {
  const asked: unknown[] = [];
  mockIPC((command, args) => {
    asked.push({ command, args });
    return answer;
  });
  return asked;
}

test("in the app's window a request is the app's one command, without origin and without cookies", async () => {
  const asked = answerWith({ status: 200, headers: [["content-type", "application/json"]], body: '{"a":1}' });
  const request = new Request(`${ORIGIN}/api/users?search=b%20o`, { method: "POST", body: '{"x":"é"}' });
  const response = await desktop.send(request);
  expect(asked).toEqual([
    {
      command: "request",
      args: {
        request: {
          method: "POST",
          path: "/api/users?search=b%20o",
          headers: [["user-agent", navigator.userAgent]],
          body: '{"x":"é"}',
        },
      },
    },
  ]);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(await response.json()).toEqual({ a: 1 });
});

test("which of several sessions a request is about goes along", async () => {
  const asked = answerWith({ status: 200, headers: [], body: "{}" });
  const headers = { "x-console-session": "111122223333-a1b2c3d4", "x-other": "1" };
  await desktop.send(new Request(`${ORIGIN}/api/session`, { headers }));
  expect(JSON.stringify(asked)).toContain('["x-console-session","111122223333-a1b2c3d4"]');
  expect(JSON.stringify(asked)).not.toContain("x-other");
});

test("a refusal keeps its status and words", async () => {
  answerWith({ status: 429, headers: [], body: '{"code":"TOO_MANY_ATTEMPTS"}' });
  const response = await desktop.send(new Request(`${ORIGIN}/api/session`));
  expect(response.ok).toBe(false);
  expect(response.status).toBe(429);
  expect(await response.text()).toBe('{"code":"TOO_MANY_ATTEMPTS"}');
});

test.each([204, 304])("%i has no body, and is no error for it", async (status) => {
  answerWith({ status, headers: [], body: "" });
  const response = await desktop.send(new Request(`${ORIGIN}/desk/cookies`, { method: "DELETE" }));
  expect(response.status).toBe(status);
  expect(response.body).toBeNull();
});

test("the app's window listens for a second start before it says so", async () => {
  const asked = answerWith({ status: 200, headers: [], body: "" });
  desktop.onRaised(() => undefined);
  await vi.waitFor(() => expect(asked.length).toBe(2));
  expect(asked).toMatchObject([
    { command: "plugin:event|listen", args: { event: "raised" } },
    { command: "plugin:event|emit", args: { event: "listens" } },
  ]);
});

test("a cookie that a page's script sets goes nowhere", async () => {
  const asked = answerWith({ status: 200, headers: [], body: "{}" });
  document.cookie = "mine=1";
  const response = await desktop.send(new Request(`${ORIGIN}/api/session`, { headers: { "x-cookie": "mine=1" } }));
  expect(JSON.stringify(asked)).not.toContain("mine=1");
  expect(response.ok).toBe(true);
});

test("a browser sends to the server that served the page, cookies and all", async () => {
  const fetched = vi.spyOn(window, "fetch").mockResolvedValue(new Response("{}"));
  const request = new Request(`${ORIGIN}/api/session`);
  await browser.send(request);
  expect(fetched.mock.calls).toEqual([[request]]);
  // "same-origin" is what makes the browser add its own cookies for this server, and for no other.
  expect(request.credentials).toBe("same-origin");
});

test("the host is the app when there is one around the page, else the browser", async () => {
  await chooseHost();
  expect(host()).toBe(browser);
  mockIPC(() => null);
  await chooseHost();
  expect(host()).toBe(desktop);
});
