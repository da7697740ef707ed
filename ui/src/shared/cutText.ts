/**
 * A line that ends in an ellipsis says the whole under the pointer, wherever it stands. Lines are cut by the style sheet
 * and by the width of the window, so that only the finished page knows which of them are.
 */
export function watchCutText(page: Document): void {
  page.addEventListener("pointerover", ({ target }) => {
    const line = target instanceof Element ? cutLine(target) : undefined;
    // What was put there before may be of an earlier text.
    if (line && (line.dataset.whole || !line.closest("[title]"))) line.title = line.dataset.whole = line.innerText.trim();
  });
}

/** The nearest line around an element that its style cuts. */
function cutLine(from: Element): HTMLElement | undefined {
  for (let element: Element | null = from; element; element = element.parentElement) {
    if (!(element instanceof HTMLElement)) continue;
    if (element.scrollWidth > element.clientWidth && getComputedStyle(element).textOverflow === "ellipsis") return element;
  }
  return undefined;
}
