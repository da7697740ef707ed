// Rules of contrast, names, roles and focus. Only what stops somebody is a finding.
const done = arguments[arguments.length - 1];
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
// Numbers that are given anew each time would make one finding many.
const markup = (node) => node.html.replace(/ data-v-[0-9a-f]+=""| id="[^"]*"| aria-(controls|describedby)="[^"]*"/g, "").slice(0, 140);
const why = (node) => node.failureSummary.split("\n").slice(1, 2).join("").trim();
const finding = (rule) => (node) => `${rule.id} (${rule.impact}): ${markup(node)} — ${why(node)}`;
window.axe
  .run(document, { runOnly: { type: "tag", values: tags }, rules: { "target-size": { enabled: true } }, resultTypes: ["violations"], preload: false })
  .then(({ violations }) => violations.filter((rule) => ["serious", "critical"].includes(rule.impact)).flatMap((rule) => rule.nodes.map(finding(rule))))
  .then(done, (error) => done([`axe-core does not run: ${error}`]));
