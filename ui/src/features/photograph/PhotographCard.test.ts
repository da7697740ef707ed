import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { drawn, find, mount, press, settle, type, unmountAll } from "@/testing/mount";
import PhotographCard from "./PhotographCard.vue";
import TakeAwayPanel from "./TakeAwayPanel.vue";
import { HEIGHT, NO_PICTURE, WIDTH, part } from "./picture";

const call = vi.hoisted(() => vi.fn());
const small = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call }));
// The test's document draws nothing; the real window does, in tests/e2e.
vi.mock("./picture", async (original) => ({ ...(await original<object>()), smallPicture: small }));

const text = (zh: string) => ({ zh, en: zh });
const done = { seq: 9, title: text("照片"), subject: "王小明", household: "h1" };
const KEPT = "data:image/jpeg;base64,QUJD";
const CARD = "data:image/png;base64,REVG";
let answer: unknown;

beforeEach(() => {
  answer = done;
  small.mockResolvedValue("SlBFRw==");
  call.mockImplementation((command: string) => {
    if (command === "photograph_view") return Promise.resolve(KEPT);
    return answer === done ? Promise.resolve(done) : Promise.reject(answer as Error);
  });
});
afterEach(() => {
  unmountAll();
  call.mockReset();
  small.mockReset();
});

const there = (test: string) => document.querySelector(`[data-test="${test}"]`) !== null;
const sent = () => call.mock.calls.filter(([name]) => name === "person_photograph").map(([, args]) => (args as { input: Record<string, unknown> }).input);

async function open(props: { photo: string | null; fromCard?: string }) {
  const [saved, takeAway] = [vi.fn(), vi.fn()];
  mount(PhotographCard, { person: "p4", name: "王小明", ...props, onSaved: saved, onTakeAway: takeAway });
  await settle();
  return { saved, takeAway };
}

async function choose(file: File): Promise<void> {
  const input = find("photograph-file");
  Object.defineProperty(input, "files", { value: [file], configurable: true });
  input.dispatchEvent(new Event("change"));
  await settle();
}

describe("a person's photograph", () => {
  it("has a quiet place where there is none, and asks for no picture", async () => {
    await open({ photo: null });
    expect(there("photograph-none")).toBe(true);
    expect(there("photograph-take-away")).toBe(false);
    expect(there("photograph-use-card")).toBe(false);
    expect(call).not.toHaveBeenCalled();
  });

  it("is shown with the person's name", async () => {
    const { takeAway } = await open({ photo: "sha256:1" });
    const shown = find<HTMLImageElement>("photograph-shown");
    expect(shown.getAttribute("src")).toBe(KEPT);
    expect(shown.alt).toContain("王小明");
    find<HTMLElement>("photograph-take-away").click();
    expect(takeAway).toHaveBeenCalledOnce();
  });

  it("is kept from a file, small", async () => {
    const { saved } = await open({ photo: null });
    const file = new File(["x"], "a.png", { type: "image/png" });
    await choose(file);
    expect(small).toHaveBeenCalledWith(file);
    expect(sent()).toMatchObject([{ person: "p4", photo: "SlBFRw==", reason: "" }]);
    expect(saved).toHaveBeenCalledWith(done);
  });

  it("a file that is no picture says so and sends nothing", async () => {
    const { saved } = await open({ photo: null });
    small.mockRejectedValue(NO_PICTURE);
    await choose(new File(["x"], "a.doc"));
    expect(find<HTMLElement>("problem").textContent).toContain("这个文件不是照片");
    expect(find<HTMLElement>("problem-code").textContent).toBe("E-2140");
    expect(sent()).toEqual([]);
    expect(saved).not.toHaveBeenCalled();
    small.mockResolvedValue("SlBFRw==");
    await choose(new File(["y"], "b.jpg"));
    expect(there("problem")).toBe(false);
    expect(saved).toHaveBeenCalledOnce();
  });

  it("of a card is offered beside the kept one and kept by its button alone, once", async () => {
    const { saved } = await open({ photo: "sha256:1", fromCard: CARD });
    expect(find<HTMLImageElement>("photograph-card").getAttribute("src")).toBe(CARD);
    expect(sent()).toEqual([]);
    find<HTMLElement>("photograph-use-card").click();
    find<HTMLElement>("photograph-use-card").click();
    await settle();
    expect(small).toHaveBeenCalledWith(CARD);
    expect(sent()).toHaveLength(1);
    expect(saved).toHaveBeenCalledOnce();
  });
});

describe("taking a photograph away", () => {
  it("asks for the reason, and the next try is the same press", async () => {
    vi.spyOn(performance, "now").mockReturnValue(0);
    const saved = vi.fn();
    mount(TakeAwayPanel, { person: "p4", name: "王小明", onSaved: saved });
    await drawn();
    vi.mocked(performance.now).mockReturnValue(1000);
    answer = { code: "E-2104", field: "reason", what: text("请填写原因"), money: text(""), todo: text("") };
    find<HTMLElement>("photograph-commit").click();
    await settle();
    expect(find("photograph-reason").getAttribute("aria-invalid")).toBe("true");
    answer = done;
    await type(find("photograph-reason"), "本人要求");
    await press(find("photograph-reason"), "Enter");
    expect(sent()[1]).toMatchObject({ person: "p4", photo: null, reason: "本人要求" });
    expect(new Set(sent().map((input) => input.op)).size).toBe(1);
    expect(saved).toHaveBeenCalledWith(done);
    vi.restoreAllMocks();
  });
});

describe("the part of a picture that is kept", () => {
  it("is the whole of one that has the shape already", () => {
    expect(part(WIDTH, HEIGHT)).toEqual({ x: 0, y: 0, width: WIDTH, height: HEIGHT });
    expect(part(WIDTH * 10, HEIGHT * 10)).toEqual({ x: 0, y: 0, width: WIDTH * 10, height: HEIGHT * 10 });
  });

  it("leaves out the sides of a wide one, and more of the bottom than of the top of a high one", () => {
    expect(part(1000, 500)).toEqual({ x: 300, y: 0, width: 400, height: 500 });
    expect(part(400, 900)).toEqual({ x: 0, y: 120, width: 400, height: 500 });
  });

  it("lies inside whatever the shape", () => {
    for (const [width, height] of [[1, 1], [4000, 3000], [3000, 4000], [102, 126], [1, 5000]] as const) {
      const { x, y, width: wide, height: high } = part(width, height);
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(-1e-6);
      expect(x + wide).toBeLessThanOrEqual(width + 1e-6);
      expect(y + high).toBeLessThanOrEqual(height + 1e-6);
      expect(wide / high).toBeCloseTo(WIDTH / HEIGHT);
    }
  });
});
