import { afterEach, expect, it, vi } from "vitest";
import { find, mount, press, settle, type, unmountAll } from "@/testing/mount";
import { toasts } from "@/shared/components/toasts";
import PinPanel from "./PinPanel.vue";

const call = vi.hoisted(() => vi.fn());
vi.mock("@/ipc/call", () => ({ call }));

afterEach(() => {
  unmountAll();
  call.mockReset();
  toasts.splice(0);
});

function panel() {
  const onClose = vi.fn();
  mount(PinPanel, { onClose });
  return onClose;
}
async function fill(old: string, fresh: string, again: string): Promise<void> {
  for (const [name, pin] of [["pin-old", old], ["pin-new", fresh], ["pin-again", again]] as const) await type(find(name), pin);
  find("pin-save").click();
  await settle();
}

it("the old PIN and the new one twice go to the backend, and nothing of them stays on the screen", async () => {
  call.mockResolvedValue({});
  const closed = panel();
  await fill("246810", "204816", "204816");
  expect(call).toHaveBeenCalledWith("operator_pin_change", { input: { old: "246810", new: "204816", again: "204816" } });
  expect(closed).toHaveBeenCalledOnce();
});

it("five digits are not sent", async () => {
  panel();
  await fill("246810", "20481", "20481");
  expect(call).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(find("pin-new"));
});

it("letters and more than six digits do not come into a PIN", async () => {
  panel();
  await type(find("pin-new"), "２０48a1６9");
  expect(find("pin-new").value).toBe("204816");
});

it("what the backend refuses stands under its field", async () => {
  const text = (zh: string) => ({ zh, en: zh });
  call.mockRejectedValueOnce({ code: "E-2104", what: text("这个PIN太容易猜"), money: text(""), todo: text(""), field: "new" });
  const closed = panel();
  await fill("246810", "123456", "123456");
  expect(closed).not.toHaveBeenCalled();
  expect(document.body.textContent).toContain("太容易猜");
  expect(document.activeElement).toBe(find("pin-new"));
});

it("Esc leaves the PIN as it is", async () => {
  const closed = panel();
  await press(document.body, "Escape");
  expect(closed).toHaveBeenCalledOnce();
  expect(call).not.toHaveBeenCalled();
});
