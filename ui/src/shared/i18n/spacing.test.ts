import { expect, it } from "vitest";
import { withGaps } from "./spacing";

it.each([
  ["2027年度", "2027\u2005年度"],
  ["报销85%后", "报销\u200585%\u2005后"],
  ["收据R0002318，已打印", "收据\u2005R0002318，已打印"],
  ["槐树村", "槐树村"],
  ["plain text 12", "plain text 12"],
])("%s gets its gaps", (text, gapped) => expect(withGaps(text)).toBe(gapped));
