import { expect, it } from "vitest";
import { spaced } from "./spacing";

it.each([
  ["2027年度", "2027 年度"],
  ["报销85%后", "报销 85% 后"],
  ["收据R0002318，已打印", "收据 R0002318，已打印"],
  ["收据 R0002318", "收据 R0002318"],
  ["槐树村", "槐树村"],
  ["plain text 12", "plain text 12"],
])("%s gets its gaps", (text, gapped) => expect(spaced(text)).toBe(gapped));
