import { afterEach, expect, it, vi } from "vitest";
import { defineComponent, h, ref } from "vue";
import { find, mount, press, settle, unmountAll } from "@/testing/mount";
import SidePanel from "./SidePanel.vue";

afterEach(unmountAll);

function opened(busy = false) {
  const open = ref(false);
  const closed = vi.fn(() => (open.value = false));
  const Screen = defineComponent(() => () => [
    h("input", { "data-test": "below" }),
    open.value
      ? h(SidePanel, { title: "收押金", busy, test: "panel", onClose: closed }, () => h("div", { "data-first": "" }, [h("input", { "data-test": "amount" })]))
      : null,
  ]);
  mount(Screen, {});
  find("below").focus();
  open.value = true;
  return closed;
}

it("the cursor goes into the first field of a panel, and back where it was when the panel closes", async () => {
  const closed = opened();
  await settle();
  expect(document.activeElement).toBe(find("amount"));
  await press(find("amount"), "Escape");
  expect(closed).toHaveBeenCalledOnce();
  expect(document.activeElement).toBe(find("below"));
});

it("a panel does not close while money moves", async () => {
  const closed = opened(true);
  await settle();
  await press(find("amount"), "Escape");
  expect(closed).not.toHaveBeenCalled();
});

it("what lies behind takes no focus while the panel is open, the language does", async () => {
  const app = document.createElement("div");
  app.id = "app";
  app.innerHTML = '<div class="app"><button id="behind"></button><button id="language" data-free></button></div>';
  document.body.append(app);
  opened();
  await settle();
  document.getElementById("behind")?.focus();
  expect(document.activeElement).toBe(find("amount"));
  document.getElementById("language")?.focus();
  expect(document.activeElement?.id).toBe("language");
  app.remove();
});
