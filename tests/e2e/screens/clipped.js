// What a person cannot read: text that is cut off, and what stands outside the window. A line that ends in an ellipsis
// is fine as long as it says the whole under the pointer.
const found = [];
const named = (element) => {
  const test = element.closest("[data-test]");
  const own = element.className && typeof element.className === "string" ? "." + element.className.trim().split(/\s+/).join(".") : "";
  const text = element.innerText.trim().replace(/\s+/g, " ").slice(0, 40);
  return `${element.tagName.toLowerCase()}${own}${test ? ` in ${test.dataset.test}` : ""} 「${text}」`;
};
const seen = (element) => element.checkVisibility?.() !== false && element.getClientRects().length > 0;
const holdsText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "");

for (const element of document.querySelectorAll("body *")) {
  if (!seen(element) || element.closest(".visually-hidden, svg, script, style")) continue;
  if (!element.innerText?.trim()) continue;
  const style = getComputedStyle(element);
  const cutAcross = ["hidden", "clip"].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
  const cutDown = ["hidden", "clip"].includes(style.overflowY) && element.scrollHeight > element.clientHeight + 2;
  const across = cutAcross && (holdsText(element) || style.textOverflow === "ellipsis");
  if (across) {
    element.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
    const whole = element.closest("[title]")?.title || element.querySelector("[title]")?.title;
    if (style.textOverflow !== "ellipsis") found.push(`cut off: ${named(element)}`);
    else if (!whole) found.push(`an ellipsis that does not say the whole: ${named(element)}`);
  } else if (cutDown && holdsText(element) && !(style.webkitLineClamp > 0 && element.title)) {
    found.push(`cut off below: ${named(element)}`);
  }
}
const page = document.scrollingElement;
if (page.scrollWidth > page.clientWidth) found.push(`the page is ${page.scrollWidth} wide in a window of ${page.clientWidth}`);
const scrolls = (element) => {
  for (let up = element.parentElement; up; up = up.parentElement) if (["auto", "scroll"].includes(getComputedStyle(up).overflowY)) return true;
  return false;
};
for (const element of document.querySelectorAll("#app *")) {
  if (!holdsText(element) || !seen(element) || element.closest(".visually-hidden")) continue;
  const box = element.getBoundingClientRect();
  // Left out whole where there is no room, on purpose.
  const holder = element.closest("[data-spills]");
  if (holder && holder !== element && box.top >= holder.getBoundingClientRect().bottom - 1) continue;
  const beside = (box.right > innerWidth + 1 || box.left < -1) && !element.closest(".grid, .scroll > table");
  const below = (box.bottom > innerHeight + 1 || box.top < -1) && !scrolls(element);
  if (box.width && (beside || below)) found.push(`outside the window: ${named(element)}`);
}
return [...new Set(found)];
