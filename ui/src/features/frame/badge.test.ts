import { expect, it } from "vitest";
import { badgeLook } from "./badge";

const calm = { waiting: 37, needs_action: 0, last_ok: null, online: false, running: null, overdue: false };
const running = { stage: "upload", done: 12, of: 37 };

it.each([
  ["waiting records without a network are calm", {}, false, "waiting"],
  ["never reached the county with nothing waiting is offline, not done", { waiting: 0 }, false, "offline"],
  ["a running exchange shows its count", { running, needs_action: 2 }, false, "running"],
  ["red only when a person must act", { needs_action: 1 }, true, "action"],
  ["the tick needs the county's acknowledgement", {}, true, "done"],
  ["longer than the pack allows turns amber", { overdue: true }, false, "old"],
  ["nothing waiting is never late", { waiting: 0, overdue: true, online: true }, false, "waiting"],
] as const)("%s", (_claim, change, justDone, look) => expect(badgeLook({ ...calm, ...change }, justDone)).toBe(look));
