import { afterEach, expect, it, vi } from "vitest";
import { defineComponent, h, ref } from "vue";
import { find, mount, settle, unmountAll } from "@/testing/mount";
import { scanTest } from "@/shared/scanTest";
import ScannerCard from "./ScannerCard.vue";

vi.mock("@/ipc/call", () => ({ call: vi.fn() }));
afterEach(unmountAll);

async function testing() {
  const on = ref(false);
  mount(defineComponent(() => () => h(ScannerCard, { modelValue: on.value, "onUpdate:modelValue": (now: boolean) => (on.value = now) })), {});
  find("scan-test").click();
  await settle();
}
const scan = (code: string, raw: string, damaged: boolean) => ({ code, raw, damaged });

it("a trial scan shows the characters as they came, and opens nothing", async () => {
  await testing();
  expect(scanTest.take(scan("R0002318", "R0002318", false))).toBe(true);
  await settle();
  expect(find<HTMLElement>("scan-raw").textContent).toBe("R0002318");
  expect(find<HTMLElement>("scan-verdict").textContent).toContain("工作正常");
});

it("damage by an input method is said, with what to do about it", async () => {
  await testing();
  scanTest.take(scan("R0002318", "□□□□□□□□", true));
  await settle();
  expect(find<HTMLElement>("scan-verdict").textContent).toContain("扫码枪受中文输入法影响，建议切换为串口模式");
  expect(find<HTMLElement>("scan-code").textContent).toBe("R0002318");
});

it("once the test has ended, codes go where they belong", async () => {
  await testing();
  find("scan-test").click();
  await settle();
  expect(scanTest.take(scan("R0002318", "R0002318", false))).toBe(false);
});
