// Types a name as a Chinese input method does: letters that belong to it, then the characters, then its end. Answers
// when the keyboard is the page's own again.
const [text, done] = arguments;
const field = document.activeElement;
const key = (name) =>
  field.dispatchEvent(new KeyboardEvent("keydown", { key: name, keyCode: 229, isComposing: true, bubbles: true, cancelable: true }));
const composition = (name, data) => field.dispatchEvent(new CompositionEvent(name, { data, bubbles: true }));
const write = (value) => {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, value);
  field.dispatchEvent(new InputEvent("input", { data: value, isComposing: true, bubbles: true }));
};
composition("compositionstart", "");
let letters = "";
for (const letter of "wangjg") {
  letters += letter;
  key("Process");
  composition("compositionupdate", letters);
  write(letters);
}
key(" ");
write(text);
composition("compositionend", text);
setTimeout(done, 100);
