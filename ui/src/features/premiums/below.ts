/** How many rows of a table its sum, which stays in sight at the foot, hides below itself. */
import { onBeforeUnmount, onMounted, ref, watch } from "vue";
import type { Ref, ShallowRef } from "vue";

export function useBelow(table: Readonly<ShallowRef<HTMLElement | null>>, row: string, sum: string): Ref<number> {
  const below = ref(0);
  function look(): void {
    const foot = table.value?.querySelector(sum)?.getBoundingClientRect();
    const rows = [...(table.value?.querySelectorAll(row) ?? [])];
    below.value = foot ? rows.filter((one) => one.getBoundingClientRect().bottom > foot.top + 1).length : 0;
  }
  const observer = new ResizeObserver(look);
  watch(
    table,
    (now) => {
      observer.disconnect();
      // The list around it is as high as the panel leaves it.
      for (const seen of [now, now?.parentElement?.parentElement]) if (seen) observer.observe(seen);
      look();
    },
    { flush: "post" },
  );
  // Scrolling does not bubble; whichever box scrolls, it is heard on its way down.
  onMounted(() => {
    document.addEventListener("scroll", look, true);
    look();
  });
  onBeforeUnmount(() => {
    document.removeEventListener("scroll", look, true);
    observer.disconnect();
  });
  return below;
}
