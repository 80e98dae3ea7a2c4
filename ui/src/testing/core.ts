import type { paths } from "../api/schema";
import type { Coded } from "../api/client";
import type { CompanyError } from "../api/company";
import type { ErrorBody } from "../api/types";
import { host, setHost } from "../host";

type Path = keyof paths;
type Method = "get" | "put" | "post" | "delete";
type MethodsOf<P extends Path> = { [M in Method]: paths[P][M] extends { responses: unknown } ? M : never }[Method];
type Operation<P extends Path, M extends Method> = paths[P][M];

/** What an operation answers with when it goes well; `null` when it has nothing to say. */
export type Answer<P extends Path, M extends Method> =
  Operation<P, M> extends { responses: { 200: { content: { "application/json": infer B } } } } ? B : null;

/** What an operation is sent; `null` when it takes no body. */
export type Body<P extends Path, M extends Method> =
  Operation<P, M> extends { requestBody: { content: { "application/json": infer B } } } ? B : null;

interface Sent {
  path: string;
  query: URLSearchParams;
  body: unknown;
}

class Refused {
  constructor(
    readonly error: Coded,
    readonly status: number,
  ) {}
}

/** A coded refusal in place of an answer. */
export function refused(error: ErrorBody | CompanyError, status = 400): Refused {
  return new Refused(error, status);
}

/** Refuses a field. */
export function wrongField(field: string, message: string): Refused {
  return refused({ code: "INVALID_INPUT", field, message }, 422);
}

interface Route {
  method: string;
  template: Path;
  matches: RegExp;
  /** One after the other; the last one stays. */
  answers: (() => Promise<Response>)[];
  sent: Sent[];
}

/** Stands where requests leave the page. It answers what a test told it, and remembers everything that was sent. */
export class Core {
  readonly unexpected: string[] = [];
  readonly log: string[] = [];
  #routes: Route[] = [];
  #raised = new Set<() => void>();

  constructor() {
    setHost({
      send: (request) => this.#send(request),
      onRaised: (listener) => {
        this.#raised.add(listener);
        return () => void this.#raised.delete(listener);
      },
      credentials: null,
    });
  }

  /** A real browser stands around the page, and its key answers this; a `DOMException` is its refusal. */
  keys(...answers: (object | DOMException)[]): { kind: "create" | "get"; options: object }[] {
    const asked: { kind: "create" | "get"; options: object }[] = [];
    const ask = (kind: "create" | "get") => (options: object) => {
      asked.push({ kind, options });
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      return answer === undefined || answer instanceof DOMException
        ? Promise.reject(answer ?? new DOMException("", "NotAllowedError"))
        : Promise.resolve(answer);
    };
    setHost({ ...host(), credentials: { create: ask("create"), get: ask("get") } });
    return asked;
  }

  /** The answers of an operation, in turn. Replaces what was told before. */
  on<P extends Path, M extends MethodsOf<P>>(method: M, template: P, ...answers: (Answer<P, M> | Refused)[]): this {
    return this.#answer(
      method,
      template,
      answers.map((answer) => () => Promise.resolve(response(answer))),
    );
  }

  /** Lets an operation wait until the returned function is called. */
  hold<P extends Path, M extends MethodsOf<P>>(method: M, template: P): (answer: Answer<P, M> | Refused) => void {
    let resolve: (response: Response) => void = () => undefined;
    const promise = new Promise<Response>((done) => (resolve = done));
    this.#answer(method, template, [() => promise]);
    return (answer) => resolve(response(answer));
  }

  /** An answer that is not of the API at all, or none. */
  raw<P extends Path, M extends MethodsOf<P>>(method: M, template: P, answer: () => Promise<Response>): this {
    return this.#answer(method, template, [answer]);
  }

  /** The bodies that an operation was sent, in order. */
  bodies<P extends Path, M extends MethodsOf<P>>(method: M, template: P): Body<P, M>[] {
    return this.sent(method, template).map(({ body }) => body as Body<P, M>);
  }

  sent<P extends Path, M extends MethodsOf<P>>(method: M, template: P): Sent[] {
    return this.#find(method, template)?.sent ?? [];
  }

  /** Another start of the app asked for this window. */
  raise(): void {
    for (const listener of this.#raised) listener();
  }

  #find(method: string, template: Path): Route | undefined {
    return this.#routes.find((route) => route.method === method && route.template === template);
  }

  #answer(method: string, template: Path, answers: Route["answers"]): this {
    const known = this.#find(method, template);
    if (known !== undefined) {
      known.answers = answers;
      return this;
    }
    const matches = new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}$`);
    this.#routes.push({ method, template, matches, answers, sent: [] });
    return this;
  }

  async #send(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const text = await request.text();
    const method = request.method.toLowerCase();
    this.log.push(`${request.method} ${url.pathname}`);
    const route = this.#routes.find((each) => each.method === method && each.matches.test(url.pathname));
    if (route === undefined) {
      this.unexpected.push(`${request.method} ${url.pathname}`);
      return Response.json({ code: "INTERNAL", message: "a test did not expect this" }, { status: 500 });
    }
    const body: unknown = text === "" ? null : JSON.parse(text);
    route.sent.push({ path: decodeURI(url.pathname), query: url.searchParams, body });
    const answer = route.answers.length > 1 ? route.answers.shift() : route.answers[0];
    if (answer === undefined) throw new Error(`no answer for ${request.method} ${url.pathname}`);
    return (await answer()).clone();
  }
}

function response(answer: unknown): Response {
  if (answer instanceof Refused) return Response.json(answer.error, { status: answer.status });
  return answer === null ? new Response(null, { status: 204 }) : Response.json(answer);
}
