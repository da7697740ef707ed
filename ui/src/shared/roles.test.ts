import { expect, it } from "vitest";
import { mayDo } from "./roles";
import type { Action } from "./roles";

const ACTIONS: Action[] = ["register", "collect", "giveBack", "admit", "settle", "reverse", "office"];

it.each([
  ["registration", ["register"]],
  ["cashier", ["collect", "giveBack", "admit", "settle", "reverse"]],
  ["office", ["giveBack", "reverse", "office"]],
])("%s may do what the backend takes from it, and nothing else", (role, may) => {
  expect(ACTIONS.filter((action) => mayDo({ roles: [role] }, action))).toEqual(may);
});

it("nobody may do nothing", () => {
  expect(ACTIONS.some((action) => mayDo(undefined, action))).toBe(false);
});
