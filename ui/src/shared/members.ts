/** Members as they are typed, and the relation that a new one most likely has. */
import type { IdCheck, MemberInput, MemberView } from "@/ipc/types";

export interface MemberDraft {
  idNumber: string;
  name: string;
  sex: string;
  birthDate: string;
  age: number | null;
  relation: string;
  /** Category codes; none for somebody general. */
  categories: string[];
  phone: string;
  /** Somebody who is known here and moves in with the history; empty for a new person. */
  person: string;
  /** The identity number was looked up and is free. */
  sure: boolean;
}

export const GENERAL = "general";

/** The row that is being typed, and where it stands in the list. */
export interface Typing {
  at: number;
  member: MemberDraft;
}

export const emptyMember = (): MemberDraft => ({
  idNumber: "",
  name: "",
  sex: "",
  birthDate: "",
  age: null,
  relation: "",
  categories: [],
  phone: "",
  person: "",
  sure: false,
});

/** A row of a draft, of an older version too. Categories are the office's to state, whoever began the draft. */
export function keptMember(kept: Partial<MemberDraft> & { category?: string }, office: boolean): MemberDraft {
  const { category, ...rest } = kept;
  const stated = rest.categories ?? (category && category !== GENERAL ? [category] : []);
  return { ...emptyMember(), ...rest, categories: office ? stated : [] };
}

/** A registered member, as the guess of relations sees one. */
export const asStanding = ({ name, sex, birth_date, relation }: MemberView): MemberDraft => ({
  ...emptyMember(),
  name,
  sex,
  birthDate: birth_date,
  relation,
});

export const isBlank = (member: MemberDraft): boolean => member.idNumber === "" && member.name.trim() === "";

const NO_NAME = /[\d０-９\s]/;
export const isName = (name: string): boolean => name !== "" && !NO_NAME.test(name);

export type Cell = "id" | "name" | "sex" | "birth" | "relation" | "category";

/** The first cell without which a row cannot be registered. */
export function missing(member: MemberDraft): Cell | undefined {
  if (member.idNumber !== "" && !member.sure && !member.person) return "id";
  if (!member.person && !isName(member.name.trim())) return "name";
  if (member.idNumber !== "" || member.person) return undefined;
  if (member.sex === "") return "sex";
  return member.birthDate === "" ? "birth" : undefined;
}

export function asInput(member: MemberDraft): MemberInput {
  const withoutId = member.idNumber === "";
  return {
    id_number: member.idNumber,
    name: member.name.trim(),
    sex: withoutId && member.sex ? member.sex : null,
    birth_date: withoutId && member.birthDate ? member.birthDate : null,
    relation: member.relation,
    categories: member.categories,
    phone: member.phone,
    person: member.person || null,
  };
}

/** What the number itself says about its owner. */
export function fillFrom(member: MemberDraft, check: IdCheck): void {
  if (check.id_number) member.idNumber = check.id_number;
  if (check.sex) member.sex = check.sex;
  if (check.birth_date) member.birthDate = check.birth_date;
  if (check.age !== null) member.age = check.age;
}

/** A complete number without the digits that nobody at the window needs to read. */
export const maskedId = (id: string): string => (id.length === 18 ? `${id.slice(0, 4)}**********${id.slice(14)}` : id);

const GENERATION_YEARS = 16;
const TWO_GENERATIONS_YEARS = 40;

/** A guess from sex, age and surname; the clerk changes it with one digit. */
export function guessRelation(member: MemberDraft, others: MemberDraft[]): string {
  const head = others.find((other) => other.relation === "head");
  if (!head) return "head";
  if (!member.birthDate || !head.birthDate) return "other";
  const younger = yearOf(member) - yearOf(head);
  const hasSpouse = others.some((other) => other.relation === "spouse");
  if (Math.abs(younger) < GENERATION_YEARS) return !hasSpouse && member.sex !== head.sex ? "spouse" : "other";
  if (younger >= TWO_GENERATIONS_YEARS) return "grandchild";
  if (younger >= GENERATION_YEARS) {
    const sameName = surname(member) === surname(head);
    if (!sameName && member.name && others.some((other) => childOfOtherSex(other, member))) return "child_in_law";
    return member.sex === "male" ? "son" : "daughter";
  }
  return member.sex === "male" ? "father" : "mother";
}

/** A son or daughter of about the same age and the other sex: this one may have married in. */
function childOfOtherSex(other: MemberDraft, member: MemberDraft): boolean {
  return (
    ["son", "daughter"].includes(other.relation) &&
    other.sex !== member.sex &&
    Math.abs(yearOf(other) - yearOf(member)) < GENERATION_YEARS
  );
}

/** The first character as people see it: one beyond the basic plane is two units of text. */
const surname = (member: MemberDraft): string => [...member.name][0] ?? "";

const yearOf = (member: MemberDraft): number => Number(member.birthDate.slice(0, 4));
