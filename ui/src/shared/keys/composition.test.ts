import { describe, expect, it } from "vitest";
import { CompositionGuard, SETTLE_MS } from "./composition";

const enter = { isComposing: false, keyCode: 13 };

describe("an Enter that chooses a character is never ours", () => {
  it("when the key carries the composing flag", () => {
    expect(new CompositionGuard().owns({ isComposing: true, keyCode: 13 }, 0)).toBe(true);
  });

  it("when the key comes between start and end without the flag", () => {
    const guard = new CompositionGuard();
    guard.started();
    expect(guard.owns(enter, 0)).toBe(true);
  });

  it("when code 229 comes after the end", () => {
    const guard = new CompositionGuard();
    guard.started();
    guard.ended(1000);
    expect(guard.owns({ isComposing: false, keyCode: 229 }, 1000 + 10 * SETTLE_MS)).toBe(true);
  });

  it("when the end comes just before the key", () => {
    const guard = new CompositionGuard();
    guard.started();
    guard.ended(1000);
    expect(guard.owns(enter, 1000 + SETTLE_MS - 1)).toBe(true);
    expect(guard.owns(enter, 1000 + SETTLE_MS)).toBe(false);
  });
});

it("an Enter without any composition is ours", () => {
  expect(new CompositionGuard().owns(enter, 0)).toBe(false);
});
