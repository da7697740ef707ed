import { expect, it } from "vitest";
import { badgeLook } from "./badge";

const calm = { waiting: 37, needs_action: 0, last_ok: null, online: true, running: null, overdue_days: null, long_offline: null };
const running = { stage: "upload", done: 12, of: 37 };

it.each([
  ["waiting records are calm", {}, false, "waiting"],
  ["a county that cannot be reached is offline while records wait", { online: false }, false, "offline"],
  ["never reached the county with nothing waiting is offline, not done", { waiting: 0, online: false }, false, "offline"],
  ["a running exchange shows its count", { running, needs_action: 2 }, false, "running"],
  ["red only when a person must act", { needs_action: 1 }, true, "action"],
  ["the tick needs the county's acknowledgement", { waiting: 0 }, true, "done"],
  ["what was recorded since is not delivered", {}, true, "waiting"],
  ["longer than the pack allows turns amber", { overdue_days: 9, online: false }, false, "old"],
  ["also with nothing waiting: the county's answers are missed", { waiting: 0, overdue_days: 9 }, false, "old"],
] as const)("%s", (_claim, change, justDone, look) => expect(badgeLook({ ...calm, ...change }, justDone)).toBe(look));
