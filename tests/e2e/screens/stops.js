// Notes each stop of the Tab key: whether something marks it, and whether it can be seen. Returns how many there are.
const name = (element) =>
  `${element.tagName.toLowerCase()} ${element.dataset.test ?? element.getAttribute("aria-label") ?? element.innerText?.trim().slice(0, 20) ?? ""}`;
const thick = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
const around = (element) => {
  const all = [element, ...element.querySelectorAll(".sel, .on, [aria-selected=true]")];
  for (let up = element.parentElement, steps = 0; up && steps < 3; up = up.parentElement, steps += 1) all.push(up);
  return all;
};
// Some part of it lies on top, or under a list of its own.
const inSight = (element) => {
  const box = element.getBoundingClientRect();
  const spots = [0.02, 0.25, 0.5, 0.75, 0.98];
  return spots.some((down) =>
    spots.some((across) => {
      const top = document.elementFromPoint(box.left + box.width * across, box.top + box.height * down);
      return top !== null && (element.contains(top) || top.closest("[role=listbox]") !== null);
    }),
  );
};
const wanted = () =>
  [...document.querySelectorAll("button, input, select, textarea, a[href], summary, [tabindex='0']")].filter(
    (element) => !element.disabled && element.tabIndex >= 0 && element.checkVisibility?.() !== false && element.getClientRects().length > 0,
  );
const layer = document.querySelector("[role=dialog]");
window.stops = { reached: new Set(), unmarked: new Set(), hidden: new Set() };
window.stopHeard?.abort();
window.stopHeard = new AbortController();
document.addEventListener(
  "focusin",
  ({ target }) => {
    window.stops.reached.add(target);
    const look = () => {
      if (document.activeElement !== target) return;
      if (!around(target).some((element) => thick(getComputedStyle(element)))) window.stops.unmarked.add(name(target));
      if (!inSight(target)) window.stops.hidden.add(name(target));
    };
    // The next frame has the style that a person sees; the page scrolls to the focus a task later.
    requestAnimationFrame(() => setTimeout(look));
  },
  { signal: window.stopHeard.signal },
);
window.stopsLeft = () => {
  window.stopHeard.abort();
  const { reached, unmarked, hidden } = window.stops;
  // A list that closed behind the focus and opened again has its controls anew.
  const replaced = new Set([...reached].filter((element) => !element.isConnected).map(name));
  const passed = (element) => reached.has(element) || replaced.has(name(element));
  const missed = wanted().filter((element) => (!layer || layer.contains(element)) && !passed(element));
  return [
    ...[...unmarked].map((stop) => `nothing marks the focus on ${stop}`),
    ...[...hidden].map((stop) => `the focus is hidden on ${stop}`),
    ...missed.map((element) => `Tab does not reach ${name(element)}`),
  ];
};
return (layer ? wanted().filter((element) => layer.contains(element)) : wanted()).length;
