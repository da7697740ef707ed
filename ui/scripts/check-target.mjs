// Refuses what the oldest web views (Chromium 109, Safari 15) do not know, and what the content policy forbids.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("..", import.meta.url));
const problems = [];

const BANNED_CSS = [
  [/color-mix\(/, "color-mix"],
  [/\bsubgrid\b/, "subgrid"],
  [/@starting-style/, "@starting-style"],
  [/@container/, "container queries"],
  [/^\s*&/m, "CSS nesting"],
  [/:has\(/, ":has()"],
  [/backdrop-filter/, "backdrop blur"],
];
const BANNED_JS = [
  [/\.toSorted\(|\.toReversed\(|\.toSpliced\(/, "copying array methods"],
  [/\.findLast(Index)?\(/, "findLast"],
  [/(Object|Map)\.groupBy\(/, "groupBy"],
  [/\bpopover=/, "popover attribute"],
  [/structuredClone\(/, "structuredClone"],
  [/\beval\(|new Function\(/, "code from text"],
  [/v-html|innerHTML/, "markup from text"],
  [/https?:\/\/(?!www\.w3\.org)/, "a remote address"],
];

function files(folder, keep) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path, keep) : keep.test(name) ? [path] : [];
  });
}

function scan(paths, rules) {
  for (const path of paths) {
    const text = readFileSync(path, "utf8");
    for (const [pattern, name] of rules) if (pattern.test(text)) problems.push(`${path.slice(root.length)}: ${name}`);
  }
}

const own = files(join(root, "src"), /\.(vue|ts|css)$/).filter((path) => !path.endsWith(".test.ts"));
scan(own, BANNED_JS);
scan(own.filter((path) => /\.(vue|css)$/.test(path)), BANNED_CSS);

// What was built, if it was built: code from text is forbidden by the content policy, and the start has a budget.
const dist = join(root, "dist");
if (existsSync(dist)) {
  const built = files(dist, /\.(js|css)$/);
  scan(built.filter((path) => path.endsWith(".js")), [[/\beval\(|new Function\(/, "code from text"]]);
  scan(built.filter((path) => path.endsWith(".css")), BANNED_CSS.filter(([, name]) => !["CSS nesting", ":has()"].includes(name)));
  const page = readFileSync(join(dist, "index.html"), "utf8");
  if (/<script(?![^>]*\bsrc=)/.test(page)) problems.push("dist/index.html: inline script");
  const start = built.filter((path) => page.includes(path.split("/").pop()));
  const kb = start.reduce((sum, path) => sum + gzipSync(readFileSync(path)).length, 0) / 1024;
  console.log(`start bundle ${kb.toFixed(0)} KB gz`);
  if (kb > 450) problems.push(`start bundle ${kb.toFixed(0)} KB gz is over 450`);
}

if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
console.log("nothing banned");
