import { describe, expect, it, vi } from "vitest";
import { ARMED_AFTER_MS, useCommit } from "./commit";

function clockAt(start: number) {
  const clock = { now_ms: start };
  return { clock, now: () => clock.now_ms };
}

describe("money is committed once", () => {
  it("an Enter within 400 ms after the panel opened is ignored", async () => {
    const { clock, now } = clockAt(1000);
    const work = vi.fn().mockResolvedValue("R1");
    const { commit } = useCommit(work, now);
    clock.now_ms = 1000 + ARMED_AFTER_MS - 1;
    expect(await commit()).toBeUndefined();
    expect(work).not.toHaveBeenCalled();
    clock.now_ms = 1000 + ARMED_AFTER_MS;
    expect(await commit()).toBe("R1");
  });

  it("a double Enter makes one call", async () => {
    const { clock, now } = clockAt(0);
    const work = vi.fn().mockResolvedValue("R1");
    const { commit } = useCommit(work, now);
    clock.now_ms = 1000;
    await Promise.all([commit(), commit()]);
    await commit();
    expect(work).toHaveBeenCalledOnce();
  });

  it("after a failure the same operation id is used again", async () => {
    const { clock, now } = clockAt(0);
    const work = vi.fn().mockRejectedValueOnce(new Error("disk")).mockResolvedValue("R1");
    const { commit } = useCommit(work, now);
    clock.now_ms = 1000;
    await expect(commit()).rejects.toThrow("disk");
    expect(await commit()).toBe("R1");
    expect(work.mock.calls[0]).toEqual(work.mock.calls[1]);
  });
});
