// Sends keys to what has the focus in the three orders in which web views report the end of a composition, and tells
// which of them did anything. With `plain` the same keys are sent without an input method.
const [keys, plain, done] = arguments;
const target = document.activeElement;
const looks = () =>
  JSON.stringify([
    location.hash,
    document.activeElement?.dataset.test ?? document.activeElement?.tagName,
    [...document.querySelectorAll("input")].map((input) => input.value),
    [...document.querySelectorAll("[data-test]")].map((element) => element.dataset.test),
    [...document.querySelectorAll("[aria-checked=true], [aria-selected=true]")].map((element) => element.innerText),
    [...document.querySelectorAll("[role=option]")].length,
  ]);
const press = (key, more) => target.dispatchEvent(new KeyboardEvent("keydown", { key, keyCode: 13, bubbles: true, cancelable: true, ...more }));
const composition = (name) => target.dispatchEvent(new CompositionEvent(name, { data: "王", bubbles: true }));
const wait = (time_ms) => new Promise((go) => setTimeout(go, time_ms));

const ORDERS = {
  "while composing": async (key) => {
    composition("compositionstart");
    press(key, { isComposing: true });
    await wait(20);
    const after = looks();
    composition("compositionend");
    return after;
  },
  "code 229 after the end": async (key) => {
    composition("compositionstart");
    composition("compositionend");
    await wait(120);
    press(key, { keyCode: 229 });
    await wait(20);
    return looks();
  },
  "end just before the key": async (key) => {
    composition("compositionstart");
    composition("compositionend");
    press(key);
    await wait(20);
    return looks();
  },
};
const PLAIN = {
  "without an input method": async (key) => {
    press(key);
    await wait(150);
    return looks();
  },
};

(async () => {
  const acted = [];
  for (const key of keys) {
    for (const [order, send] of Object.entries(plain ? PLAIN : ORDERS)) {
      const before = looks();
      if ((await send(key)) !== before) acted.push(`${key} ${order}`);
      // Long enough that the next key is not taken for the input method's.
      await wait(120);
    }
  }
  done(acted);
})();
