import { invoke } from "@tauri-apps/api/core";
import { emit, listen } from "@tauri-apps/api/event";
import type { Host } from ".";

interface Answer {
  status: number;
  headers: [string, string][];
  body: string;
}

const BODILESS = [204, 304];

/** The core in this process, through the app's one command. */
export const desktop: Host = {
  async send(request) {
    const url = new URL(request.url);
    const session = request.headers.get("x-console-session");
    const answer = await invoke<Answer>("request", {
      request: {
        method: request.method,
        path: url.pathname + url.search,
        headers: [["user-agent", navigator.userAgent], ...(session === null ? [] : [["x-console-session", session]])],
        body: await request.text(),
      },
    });
    const body = BODILESS.includes(answer.status) ? null : answer.body;
    return new Response(body, { status: answer.status, headers: answer.headers });
  },
  onRaised(listener) {
    const stop = listen("raised", listener);
    // A second start that came before waits for this.
    void stop.then(() => emit("listens"));
    return () => void stop.then((unlisten) => unlisten());
  },
  credentials: null,
};
