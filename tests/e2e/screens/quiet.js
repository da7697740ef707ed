// Answers when nothing on the page has moved for a moment and everything is painted.
const done = arguments[arguments.length - 1];
const STILL_MS = 200;
const PATIENCE_MS = 8000;
const began = performance.now();
let moved = began;
const watcher = new MutationObserver(() => (moved = performance.now()));
watcher.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
const look = () => {
  const now = performance.now();
  const waiting = now - moved < STILL_MS || document.querySelector(".load") !== null;
  if (waiting && now - began < PATIENCE_MS) return setTimeout(look, 20);
  watcher.disconnect();
  const painted = () => requestAnimationFrame(() => requestAnimationFrame(() => done(document.location.hash)));
  Promise.allSettled([...document.images].map((image) => image.decode())).then(painted);
};
setTimeout(look, 20);
