import { expect, test } from "vitest";
import { refused } from "../testing/core";
import { session, user } from "../testing/world";
import { api, onChange, onStoreFailure, outcome, reopenStore } from "./client";
import type { ErrorBody } from "./types";

test("an answer is its data", async ({ core }) => {
  core.on("get", "/api/session", session);
  expect(await outcome(api.GET("/api/session"))).toEqual({ ok: true, data: session });
});

test("an answer without a body went well too", async ({ core }) => {
  core.on("delete", "/desk/cookies", null);
  expect((await outcome(api.DELETE("/desk/cookies"))).ok).toBe(true);
});

test("a refusal is its code and words", async ({ core }) => {
  const error: ErrorBody = { code: "TOO_MANY_ATTEMPTS", message: "Wait 30 seconds.", retryAfterSeconds: 30 };
  core.on("get", "/api/session", refused(error, 429));
  expect(await outcome(api.GET("/api/session"))).toEqual({ ok: false, error });
});

test.for<[string, () => Promise<Response>]>([
  ["plain text", () => Promise.resolve(new Response("not found", { status: 404 }))],
  ["an empty refusal", () => Promise.resolve(new Response("", { status: 500 }))],
  ["some other JSON", () => Promise.resolve(Response.json(["what?"], { status: 400 }))],
  ["a broken answer", () => Promise.resolve(new Response('{"status":', { status: 200 }))],
])("%s is said in words, not shown as a blank", async ([, answer], { core }) => {
  core.raw("get", "/api/session", answer);
  const result = await outcome(api.GET("/api/session"));
  expect(result).toMatchObject({
    ok: false,
    error: { code: "INTERNAL", message: expect.stringContaining("could not be read") },
  });
});

test("a host that does not answer is a refusal, not a wait for ever", async ({ core }) => {
  core.raw("get", "/api/session", () => Promise.reject(new TypeError("failed to fetch")));
  const result = await outcome(api.GET("/api/session"));
  expect(result).toMatchObject({ ok: false, error: { code: "INTERNAL" } });
  expect(!result.ok && result.error.message).toContain("did not answer");
  core.raw("delete", "/desk/cookies", () => Promise.reject(new TypeError("failed to fetch")));
  expect((await api.DELETE("/desk/cookies")).response.ok).toBe(false);
});

test("names in a path arrive as they are", async ({ core }) => {
  core.on("delete", "/api/users/{userName}", null);
  await api.DELETE("/api/users/{userName}", { params: { path: { userName: "a+b=c,d@e" } } });
  expect(core.sent("delete", "/api/users/{userName}").map(({ path }) => decodeURIComponent(path))).toEqual([
    "/api/users/a+b=c,d@e",
  ]);
});

test("only what was given goes into the query", async ({ core }) => {
  core.on("get", "/api/users", { users: [user("bob")], next: null });
  await api.GET("/api/users", { params: { query: { search: "b&after=x" } } });
  expect(core.sent("get", "/api/users").map(({ query }) => [...query])).toEqual([[["search", "b&after=x"]]]);
});

test("who listens hears of every request that may change something, and of no other", async ({ core }) => {
  core.on("get", "/api/session", session).on("delete", "/desk/cookies", null);
  let heard = 0;
  const stop = onChange(() => (heard += 1));
  await api.GET("/api/session");
  expect(heard).toBe(0);
  await api.DELETE("/desk/cookies");
  expect(heard).toBe(1);
  stop();
  await api.DELETE("/desk/cookies");
  expect(heard).toBe(1);
});

test.for([503, 507])("%i says that the store as a whole cannot be used, whoever asked", async (status, { core }) => {
  const error: ErrorBody = { code: "STORE_READ_ONLY", message: "It cannot be written." };
  core.on("get", "/api/session", refused(error, status));
  const heard: ErrorBody[] = [];
  const stop = onStoreFailure((each) => void heard.push(each));
  await api.GET("/api/session");
  core.on("get", "/api/session", refused(error, 500));
  await api.GET("/api/session");
  core.raw("get", "/api/session", () => Promise.resolve(new Response("<html>", { status })));
  await outcome(api.GET("/api/session"));
  stop();
  expect(heard.map(({ code }) => code)).toEqual(["STORE_READ_ONLY", "INTERNAL"]);
});

test("the store is opened again by the app's own routes", async ({ core }) => {
  expect(await reopenStore("/world/retry")).toMatchObject({ code: "INTERNAL" });
  expect(core.unexpected.splice(0)).toEqual(["POST /world/retry"]);
});
