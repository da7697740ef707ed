import { expect, it } from "vitest";
import { joined } from "./sentences";

it.each([
  [["缺纸。", "收款已完成。", "装纸后按 F11。"], "缺纸。收款已完成。装纸后按 F11。"],
  [["Out of paper.", "", "Load paper."], "Out of paper. Load paper."],
  [["请选择诊断", "按 Enter 选中第一项。"], "请选择诊断 按 Enter 选中第一项。"],
  [[], ""],
])("%j reads as one text", (sentences, text) => expect(joined(sentences)).toBe(text));
