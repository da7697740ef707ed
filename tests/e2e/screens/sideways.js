// What can only be seen by scrolling sideways. A table may, within itself, and so may a picture of a paper.
const found = [];
const OWN = ".grid, textarea, input, [data-test=paper-page]";
for (const element of document.querySelectorAll("#app *")) {
  const { overflowX } = getComputedStyle(element);
  const scrolls = ["auto", "scroll"].includes(overflowX) && element.scrollWidth > element.clientWidth + 1;
  if (!scrolls || element.closest(OWN) || element.querySelector(":scope > table") || !element.getClientRects().length) continue;
  const right = (inner) => inner.getBoundingClientRect().right;
  const wide = [...element.querySelectorAll("*")].reduce((most, inner) => (right(inner) > right(most) ? inner : most));
  found.push(`scrolls sideways: .${[...element.classList].join(".")} is ${element.scrollWidth} wide in ${element.clientWidth}, for one <${wide.className}> 「${wide.innerText?.slice(0, 30)}」`);
}
return found;
