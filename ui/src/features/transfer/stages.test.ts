import { expect, it } from "vitest";
import { stageStates } from "./stages";

it.each([
  ["nothing has begun", null, undefined, ["todo", "todo", "todo", "todo", "todo"]],
  ["uploading", { stage: "upload", done: 3, of: 9 }, undefined, ["past", "now", "todo", "todo", "todo"]],
  ["nothing taken yet proves no connection", { stage: "upload", done: 0, of: 9 }, undefined, ["now", "todo", "todo", "todo", "todo"]],
  ["an attempt that never connected claims nothing", { stage: "upload", done: 0, of: 9 }, false, ["todo", "todo", "todo", "todo", "todo"]],
  ["broken off while uploading is not done", { stage: "upload", done: 3, of: 9 }, false, ["past", "todo", "todo", "todo", "todo"]],
  ["ended with the county's acknowledgement", { stage: "download", done: 1, of: 1 }, true, ["past", "past", "past", "past", "past"]],
  ["an unknown stage claims nothing", { stage: "?", done: 0, of: 0 }, undefined, ["todo", "todo", "todo", "todo", "todo"]],
] as const)("%s", (_claim, progress, ended, states) => expect(stageStates(progress, ended)).toEqual(states));
