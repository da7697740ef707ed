/**
 * States of a component, and how those that only a hand can cause are shown beside the others: every rule of the
 * program for `:hover`, `:focus` and their kin is copied with an attribute in place of the pseudo-class. What is seen
 * is therefore the program's own style.
 */
export const STATES = {
  rest: "普通 rest",
  filled: "已填 filled",
  hover: "指针经过 hover",
  focus: "焦点 focus",
  warning: "提醒 warning",
  error: "错误 error",
  disabled: "停用 disabled",
  readonly: "只读 read-only",
  loading: "载入 loading",
  empty: "空 empty",
  chosen: "选中 chosen",
} as const;
export type State = keyof typeof STATES;

const PSEUDO = /:(focus-visible|focus-within|focus|hover)(?![\w-])/g;

export function copyRulesOfStates(page: Document): void {
  const copies = [...page.styleSheets].flatMap((sheet) => [...sheet.cssRules]).flatMap((rule) => {
    if (!(rule instanceof CSSStyleRule)) return [];
    const selector = rule.selectorText.replace(PSEUDO, '[data-as~="$1"]');
    return selector === rule.selectorText ? [] : [`${selector} { ${rule.style.cssText} }`];
  });
  const style = page.createElement("style");
  style.textContent = copies.join("\n");
  page.head.append(style);
}

const STOPS = "input, button, [tabindex='0']";

/** Marks what would have the focus or the pointer, and what is around it, up to the figure. */
export function mark(figure: HTMLElement, state: State): void {
  if (state !== "focus" && state !== "hover") return;
  const target = figure.querySelector<HTMLElement>(STOPS);
  if (!target) return;
  target.dataset.as = state === "focus" ? "focus focus-visible focus-within" : "hover";
  for (let around = target.parentElement; around && around !== figure; around = around.parentElement)
    around.dataset.as = state === "focus" ? "focus-within" : "hover";
}
