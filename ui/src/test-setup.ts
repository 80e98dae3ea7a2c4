import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { Core } from "./testing/core";
import { emptyDevices } from "./testing/mfa";
import { quickStyles } from "./testing/styles";
import { withEffects } from "./testing/waiting";
import { world } from "./testing/world";

declare module "vitest" {
  interface TestContext {
    /** The core as this test has it answer. */
    core: Core;
  }
}

// Pages are loaded when they are first come to. Visibility is the style sheet's, which tests do not load.
configure({ asyncUtilTimeout: 30_000, defaultHidden: true, asyncWrapper: withEffects });

quickStyles(document);

// jsdom lays nothing out.
Element.prototype.scrollIntoView ??= () => undefined;

beforeEach((context) => {
  context.core = new Core()
    .on("get", "/desk/mail", { messages: [] })
    .on("get", "/desk/passwords", { entries: [] })
    // The desk opens at the tab that was open last.
    .on("get", "/desk/cookies", { cookies: [] })
    .on("get", "/world/scenarios", [])
    .on("get", "/world/company-walks", [])
    .on("get", "/api/console/services", { services: [] })
    // Nobody has access keys.
    .on("get", "/api/access-keys", { keys: [], limit: 2 })
    .on("get", "/world", world);
  emptyDevices(context.core);
  localStorage.clear();
  vi.stubGlobal("matchMedia", (media: string) => ({
    matches: false,
    media,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
});

afterEach((context) => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  expect(context.core.unexpected, "requests that no answer was given for").toEqual([]);
});
