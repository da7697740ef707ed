/** What the backend says when it refuses: a code, and three sentences in both languages. */
import type { UiError } from "./types";

export type Problem = UiError;

function looksLikeProblem(raw: unknown): raw is Problem {
  return typeof raw === "object" && raw !== null && "code" in raw && "what" in raw && "todo" in raw;
}

/** Anything thrown becomes a problem that can be shown; what is not coded is our own fault, and says so. */
export function asProblem(raw: unknown): Problem {
  if (looksLikeProblem(raw)) return raw;
  console.error(raw);
  return {
    code: "E-9001",
    what: { zh: "程序遇到问题。", en: "Something went wrong in the program." },
    money: {
      zh: "如果正在收付款，再按一次也不会重复入账。",
      en: "If you were taking money, pressing again cannot book it twice.",
    },
    todo: { zh: "请再试一次；仍不行请联系维护人员。", en: "Please try again; if it stays, call the maintainer." },
    field: null,
  };
}
