import createWrapper from "@cloudscape-design/components/test-utils/dom";
import { fireEvent, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { CallerIdentity, ErrorBody, Section, ServiceTile } from "../../../api/types";
import { barriers } from "../../../testing/axe";
import { refused, type Core } from "../../../testing/core";
import { addressShown, goTo, openAt, press, refusal } from "../../../testing/window";
import { CONSOLE_HOME, session, signedOut, withPhone } from "../../../testing/world";

const S3 = "https://us-east-1.console.aws.amazon.com/s3/buckets?region=us-east-1";
const EC2 = "https://us-east-1.console.aws.amazon.com/ec2/home?region=us-east-1";
const BUCKET = "arn:aws:s3:::letters";

const denied: ErrorBody = {
  code: "ACCESS_DENIED",
  message: "User: alice is not authorized to perform: s3:GetBucketPolicy on resource: letters",
};

const link = { arn: BUCKET, name: "letters", region: "eu-west-1" };

const buckets: Section = {
  id: "buckets",
  title: "Buckets",
  action: "s3:ListAllMyBuckets",
  shown: {
    as: "table",
    columns: [
      { id: "name", title: "Name" },
      { id: "created", title: "Created" },
    ],
    rows: [{ link, cells: ["letters", "2026-03-01T09:04:05Z"] }],
  },
};

function tile(id: string, name: string, allowed = true): ServiceTile {
  return { id, name, description: `About ${name}`, category: "Storage", allowed };
}

function service(id: string, name: string, region: string | null, ...sections: Section[]) {
  return { id, name, description: `About ${name}`, region, sections };
}

const here = { service: "s3", serviceName: "S3", arn: BUCKET, name: "letters", region: "eu-west-1", parent: null };

async function openHome(core: Core, ...services: ServiceTile[]) {
  core.on("get", "/api/session", session).on("get", "/api/console/services", { services });
  openAt(core, CONSOLE_HOME);
  await screen.findByText("Recently visited");
}

const tiles = () => [...document.querySelectorAll(".tile")].map(({ textContent }) => textContent);

test("home: services with what the core says of them, and a search for them", async ({ core }) => {
  await openHome(core, tile("s3", "S3"), tile("ec2", "EC2", false));
  expect(tiles()).toContain("S3About S3");
  expect(tiles()).toContain("EC2About EC2Access denied");
  expect(screen.getByText(/No services yet/)).toBeTruthy();
  expect(await barriers()).toEqual([]);
  const search = screen.getByLabelText("Search for services", { selector: "input" });
  fireEvent.change(search, { target: { value: " ec" } });
  expect(tiles()).toContain("EC2About EC2Access denied");
  expect(tiles()).not.toContain("S3About S3");
  fireEvent.change(search, { target: { value: "no such thing" } });
  await screen.findByText("No service is called that.");
});

test("home: what was opened is recent, newest first, for whoever opened it", async ({ core }) => {
  core.on("get", "/api/console/services/{service}", service("s3", "S3", null, buckets));
  await openHome(core, tile("s3", "S3"), tile("ec2", "EC2"));
  press(/^EC2/);
  await screen.findByRole("heading", { level: 1, name: "S3" });
  expect(addressShown()).toBe(EC2);
  goTo(S3);
  await screen.findByDisplayValue(S3);
  await screen.findByRole("heading", { level: 1, name: "S3" });
  goTo(CONSOLE_HOME);
  const recent = await screen.findByTestId("recent");
  expect([...recent.querySelectorAll("strong")].map(({ textContent }) => textContent)).toEqual(["S3", "EC2"]);
  core.on("get", "/api/session", { ...session, identity: { ...session.identity, arn: "arn:aws:iam::1:user/bob" } });
  press("Reload");
  await screen.findByText(/No services yet/);
});

test("home: what was stored in a browser by something else does no harm", async ({ core }) => {
  for (const stored of ["null", "[", "7", '{"a":1}', `{"${session.identity.arn}":[1]}`]) {
    localStorage.setItem("vestibule.recent", stored);
    localStorage.setItem("vestibule.region", stored);
    if (core.sent("get", "/api/console/services").length === 0) await openHome(core, tile("s3", "S3"));
    else press("Reload");
    await screen.findByText(/No services yet/);
  }
  const asked = core.sent("get", "/api/console/services").map(({ query }) => query.get("region"));
  expect(new Set(asked)).toEqual(new Set(["us-east-1"]));
});

test("a service: its lists, and the way to a resource in its region", async ({ core }) => {
  core.on("get", "/api/session", session);
  core.on("get", "/api/console/services/{service}", service("s3", "S3", null, buckets));
  core.on("get", "/api/console/services/{service}/resource", { ...here, sections: [] });
  openAt(core, S3);
  await screen.findByRole("heading", { level: 1, name: "S3" });
  const table = screen.getByRole("table", { name: "Buckets" });
  expect(within(table).getByText("1 Mar 2026, 09:04:05 UTC")).toBeTruthy();
  expect(screen.getByText("s3:ListAllMyBuckets")).toBeTruthy();
  expect(await barriers()).toEqual([]);
  press("letters", "link");
  await screen.findByRole("heading", { level: 1, name: "letters" });
  expect(addressShown()).toBe("https://eu-west-1.console.aws.amazon.com/s3/buckets/letters?region=eu-west-1");
  const asked = core.sent("get", "/api/console/services/{service}/resource");
  expect(asked.map(({ path, query }) => [path, query.get("arn")])).toEqual([
    ["/api/console/services/s3/resource", BUCKET],
  ]);
});

test("a service: another region is another address, is asked for, and is kept", async ({ core }) => {
  core.on("get", "/api/session", session);
  core.on("get", "/api/console/services/{service}", service("ec2", "EC2", "us-east-1"));
  openAt(core, EC2);
  await screen.findByRole("heading", { level: 1, name: "EC2" });
  core.on("get", "/api/console/services/{service}", service("ec2", "EC2", "eu-central-1"));
  const selector = createWrapper().findButtonDropdown('[data-testid="region"]');
  expect(selector?.findNativeButton().getElement().textContent).toBe("us-east-1");
  selector?.openDropdown();
  selector?.findItemById("eu-central-1")?.click();
  await screen.findByText(/Europe \(Frankfurt\);/);
  expect(addressShown()).toBe("https://eu-central-1.console.aws.amazon.com/ec2/home?region=eu-central-1");
  const asked = core.sent("get", "/api/console/services/{service}").map(({ query }) => query.get("region"));
  expect(asked).toEqual(["us-east-1", "eu-central-1"]);
  goTo(CONSOLE_HOME);
  await screen.findByText("Recently visited");
  expect(core.sent("get", "/api/console/services").at(-1)?.query.get("region")).toBe("eu-central-1");
});

test("a resource: facts, text and refusals, each by itself", async ({ core }) => {
  core.on("get", "/api/session", session);
  core.on("get", "/api/console/services/{service}/resource", {
    ...here,
    parent: { arn: "arn:aws:s3:::box", name: "box", region: "eu-west-1" },
    sections: [
      {
        id: "properties",
        title: "Properties",
        action: "s3:GetBucketLocation",
        shown: { as: "facts", facts: [{ id: "created", title: "Created", value: "2026-03-01T09:04:05Z" }] },
      },
      {
        id: "policy",
        title: "Bucket policy",
        action: "s3:GetBucketPolicy",
        shown: { as: "refused", refusal: denied },
      },
      { id: "content", title: "Object", action: "s3:GetObject", shown: { as: "text", text: "Dear <Alice>\n" } },
      { id: "other", title: "Other", action: "s3:GetObject", shown: { as: "text", text: null } },
    ],
  });
  openAt(core, "https://eu-west-1.console.aws.amazon.com/s3/buckets/letters?region=eu-west-1");
  await screen.findByRole("heading", { level: 1, name: "letters" });
  expect(screen.getByTestId("section-properties").textContent).toContain("1 Mar 2026, 09:04:05 UTC");
  const box = screen.getByTestId("section-policy");
  expect(within(box).getByRole("alert").textContent).toContain("Access denied");
  expect(within(box).getByRole("alert").textContent).toContain("s3:GetBucketPolicy");
  expect(screen.getByTestId("text-content").textContent).toBe("Dear <Alice>\n");
  expect(screen.getByTestId("section-other").textContent).toContain("None.");
  expect(await barriers()).toEqual([]);
  createWrapper().findBreadcrumbGroup()?.findBreadcrumbLink(2)?.click();
  expect(addressShown()).toBe("https://eu-west-1.console.aws.amazon.com/s3/buckets/box?region=eu-west-1");
});

test("a folder of a bucket, and the way in and out", async ({ core }) => {
  // A folder has no time.
  const row = (name: string, prefix: string | null) => ({
    link: { ...link, name, prefix },
    cells: [name, prefix === null ? "2026-03-01T09:04:05Z" : "-"],
  });
  const objects = (...rows: ReturnType<typeof row>[]): Section => ({
    id: "objects",
    title: "Objects",
    action: "s3:ListBucket",
    shown: {
      as: "table",
      columns: [
        { id: "name", title: "Name" },
        { id: "created", title: "Created" },
      ],
      rows,
    },
  });
  core.on("get", "/api/session", session);
  core.on(
    "get",
    "/api/console/services/{service}/resource",
    { ...here, sections: [objects(row("home/", "home/"))] },
    { ...here, prefix: "home/", sections: [objects(row("alice/", "home/alice/"))] },
    { ...here, prefix: "home/alice/", sections: [objects(row("notes.txt", null))] },
  );
  const top = "https://eu-west-1.console.aws.amazon.com/s3/buckets/letters?region=eu-west-1";
  openAt(core, top);
  await screen.findByRole("heading", { level: 1, name: "letters" });
  press("home/", "link");
  await screen.findByRole("heading", { level: 1, name: "home/" });
  press("alice/", "link");
  await screen.findByRole("heading", { level: 1, name: "alice/" });
  expect(addressShown()).toBe(`${top}&prefix=home%2Falice%2F`);
  createWrapper().findBreadcrumbGroup()?.findBreadcrumbLink(3)?.click();
  expect(addressShown()).toBe(`${top}&prefix=home%2F`);
  const asked = core.sent("get", "/api/console/services/{service}/resource").map(({ query }) => query.get("prefix"));
  expect(asked.slice(0, 3)).toEqual([null, "home/", "home/alice/"]);
});

test("a resource that does not exist, and a session that ended", async ({ core }) => {
  core.on("get", "/api/session", session, signedOut).hold("get", "/api/sign-in");
  core.on(
    "get",
    "/api/console/services/{service}/resource",
    refused({ code: "NO_SUCH_ENTITY", message: "The resource x does not exist." }, 404),
    refused({ code: "NOT_SIGNED_IN", message: "You are signed out." }, 401),
  );
  openAt(core, "https://us-east-1.console.aws.amazon.com/s3/buckets/x?region=us-east-1");
  await screen.findByTestId("refusal");
  expect(refusal()).toContain("does not exist");
  press("Reload");
  await screen.findByDisplayValue("https://acme.signin.aws.amazon.com/console");
});

const who: CallerIdentity = {
  userId: "AIDAALICE",
  account: "111122223333",
  arn: "arn:aws:iam::111122223333:user/alice",
  issuedAt: "2026-03-01T09:04:05Z",
  expiresAt: "2026-03-01T21:04:05Z",
  keys: [{ id: "aws:username", title: "aws:username", value: "alice" }],
};

test("CloudShell: who one is and what the session is, and no shell", async ({ core }) => {
  core.on("get", "/api/session", session);
  core.on("get", "/api/console/identity", { ...who, sessionMfa: withPhone, mfaAgeSeconds: 61 });
  openAt(core, "https://us-east-1.console.aws.amazon.com/cloudshell/home");
  const answer = await screen.findByTestId("caller-identity");
  expect(JSON.parse(answer.textContent)).toEqual({
    UserId: "AIDAALICE",
    Account: "111122223333",
    Arn: "arn:aws:iam::111122223333:user/alice",
  });
  const page = screen.getByTestId("page-cloudshell").textContent;
  for (const fact of ["1 Mar 2026, 21:04:05 UTC", withPhone.serial, "61 seconds", "aws:usernamealice"]) {
    expect(page).toContain(fact);
  }
  expect(screen.queryAllByRole("textbox").filter((each) => each.closest("main") !== null)).toEqual([]);
  expect(await barriers()).toEqual([]);
});

test("CloudShell: a session without MFA says so", async ({ core }) => {
  core.on("get", "/api/session", session).on("get", "/api/console/identity", who);
  openAt(core, "https://us-east-1.console.aws.amazon.com/cloudshell/home");
  await screen.findByTestId("caller-identity");
  expect(screen.getByTestId("page-cloudshell").textContent).toContain("Began with MFANo");
});
