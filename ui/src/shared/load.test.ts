import { expect, it } from "vitest";
import { useLoad } from "./load";

it("keeps whoever waits until the newest read is there, whichever read they began", async () => {
  const answers: ((value: string) => void)[] = [];
  const { value, load } = useLoad(() => new Promise<string>((answer) => answers.push(answer)));
  const seen: (string | undefined)[] = [];
  const first = load().then(() => seen.push(value.value));
  const second = load().then(() => seen.push(value.value));
  // The overtaken read answers first; its answer is stale, and nobody goes on without a value.
  answers[0]?.("stale");
  await Promise.resolve();
  answers[1]?.("fresh");
  await Promise.all([first, second]);
  expect(seen).toEqual(["fresh", "fresh"]);
});
