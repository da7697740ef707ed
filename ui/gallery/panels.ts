/** The panels, which lie over a whole window: each in a frame of its own. A new one is added here. */
import type { Component } from "vue";
import PrintQueue from "@/features/printing/PrintQueue.vue";
import PaperPanel from "@/shared/components/PaperPanel.vue";
import PayPanel from "@/shared/components/PayPanel.vue";
import PrintMenu from "@/shared/components/PrintMenu.vue";
import RarePicker from "@/shared/components/RarePicker.vue";
import SidePanel from "@/shared/components/SidePanel.vue";
import WhyPanel from "@/shared/components/WhyPanel.vue";
import type { MenuEntry } from "@/shared/components/printMenu";
import { M, explanation, problem } from "./samples";

export interface ShownPanel {
  name: string;
  about: string;
  component: Component;
  props: Record<string, unknown>;
  /** What stands in the panel's own slot. */
  text?: string;
}

const due = M("1,310.00", "人民币壹仟叁佰壹拾元整");
const pay = { title: "收取 2027 年度个人缴费", due, action: "收款并打印", work: () => Promise.resolve(), foot: "将使用收据 R0002318" };

const papers: MenuEntry[] = [
  { digit: 1, label: "收据", hint: "R0002318", run: () => undefined },
  { digit: 2, label: "家庭医保卡", hint: "H030128", run: () => undefined },
  { digit: 4, label: "作废换号", hint: "0002318", run: () => undefined },
];

export const PANELS: Record<string, ShownPanel> = {
  take: { name: "PayPanel", about: "收款 taking", component: PayPanel, props: { ...pay, direction: "take" } },
  give: { name: "PayPanel", about: "退款 giving back", component: PayPanel, props: { ...pay, direction: "give", action: "退款并打印" } },
  none: { name: "PayPanel", about: "不收不退 nothing due", component: PayPanel, props: { ...pay, direction: "none", due: M("0.00", "人民币零元整"), action: "结算" } },
  blocked: { name: "PayPanel", about: "不能收 stopped", component: PayPanel, props: { ...pay, direction: "take", blocked: "2027 年度集中缴费已于 2月28日 结束。" } },
  refused: { name: "PayPanel", about: "被拒绝 refused (Enter)", component: PayPanel, props: { ...pay, direction: "take", work: () => Promise.reject(problem) } },
  side: { name: "SidePanel", about: "普通 rest", component: SidePanel, props: { title: "移出成员" }, text: "面板里的内容。" },
  busy: { name: "SidePanel", about: "正在保存 busy", component: SidePanel, props: { title: "移出成员", busy: true }, text: "正在保存，Esc 不关闭。" },
  paper: { name: "PaperPanel", about: "普通 rest", component: PaperPanel, props: { kind: "receipt", id: "1", number: "R0002318" } },
  print: { name: "PrintMenu", about: "F11 打印 (1–4, 9, Enter)", component: PrintMenu, props: { entries: papers } },
  rare: { name: "RarePicker", about: "生僻字 rare characters (↓, Enter)", component: RarePicker, props: {} },
  queue: { name: "PrintQueue", about: "未打印的单据 papers not printed (Del)", component: PrintQueue, props: {} },
  why: { name: "WhyPanel", about: "普通 rest", component: WhyPanel, props: { explanation, about: "张桂兰 R0002316", pack: "演示县 2026-10", printable: true } },
};
