// Holds the two catalogues together: no key missing in either language, none unused, none used that does not exist,
// the same placeholders on both sides, and Chinese written with full-width punctuation.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const src = fileURLToPath(new URL("../src", import.meta.url));
const problems = [];

const flat = (value, prefix) =>
  typeof value === "string" ? [[prefix, value]] : Object.entries(value).flatMap(([key, inner]) => flat(inner, `${prefix}.${key}`));

function catalogue(locale) {
  const folder = join(src, "locales", locale);
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  const index = readFileSync(join(folder, "index.ts"), "utf8");
  for (const name of files) if (!index.includes(`./${name}`)) problems.push(`${locale}/${name} is not in index.ts`);
  return new Map(files.flatMap((name) => flat(JSON.parse(readFileSync(join(folder, name), "utf8")), name.replace(/\.json$/, ""))));
}

function sources(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === "locales" ? [] : sources(path);
    return /\.(vue|ts)$/.test(name) && !name.endsWith(".test.ts") ? [path] : [];
  });
}

const zh = catalogue("zh");
const en = catalogue("en");
for (const key of zh.keys()) if (!en.has(key)) problems.push(`en lacks ${key}`);
for (const key of en.keys()) if (!zh.has(key)) problems.push(`zh lacks ${key}`);

const names = (text) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((hit) => hit[1]))].sort().join();
for (const [key, text] of zh) {
  if (en.has(key) && names(text) !== names(en.get(key))) problems.push(`${key}: placeholders differ`);
  if (/[\p{Script=Han}」』）][,:;?!]|[,;?!](?=[\p{Script=Han}「『（])|[\p{Script=Han}]\s*\(|\)\s*[\p{Script=Han}]/u.test(text)) problems.push(`zh ${key}: half-width punctuation in 「${text}」`);
  // A gap before a name is typed, for names are Chinese too; a gap before Latin is made by the layout.
  if (/\p{Script=Han} (?:[A-Za-z0-9]|\{(?!(?:name|title|path|query|columns)\}))|(?:[A-Za-z0-9]|\{(?!(?:name|title|path|query|columns)\})\w+\}) \p{Script=Han}/u.test(text)) problems.push(`zh ${key}: a typed gap between Chinese and Latin in 「${text}」`);
}
for (const [key, text] of en) if (/[，：；（）。、？！]/.test(text)) problems.push(`en ${key}: full-width punctuation in "${text}"`);

const used = new Set();
const prefixes = [];
for (const path of sources(src)) {
  const text = readFileSync(path, "utf8");
  for (const [, key] of text.matchAll(/\bt\(\s*["']([\w.]+)["']/g)) {
    used.add(key);
    if (!zh.has(key)) problems.push(`${path.slice(src.length + 1)}: no such key ${key}`);
  }
  for (const [, key] of text.matchAll(/keypath="([\w.]+)"/g)) used.add(key);
  for (const [, prefix] of text.matchAll(/\bt\(\s*`([\w.]+\.)\$\{/g)) prefixes.push(prefix);
  // Keys chosen from a table count when the table writes them out in full.
  for (const [, key] of text.matchAll(/["'`]([a-z]\w*(?:\.\w+)+)["'`]/g)) if (zh.has(key)) used.add(key);
}
for (const key of zh.keys())
  if (!used.has(key) && !prefixes.some((prefix) => key.startsWith(prefix))) problems.push(`${key} is not used`);

if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
console.log(`${zh.size} messages, complete in both languages`);
