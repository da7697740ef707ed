/**
 * The one row of the grid that is being typed: what was looked up about it, what is wrong with it, and how it joins the
 * list.
 *
 * Invariant: a row that was begun is never dropped. Whoever leaves it, by whatever key, leaves it in the list, whole
 * or not; what is not whole is asked for before the household is registered.
 */
import { computed, ref } from "vue";
import type { Ref } from "vue";
import { useI18n } from "vue-i18n";
import { change as changes, typed } from "@/ipc/clinic";
import { asProblem } from "@/ipc/problem";
import type { IdCheck, Namesake } from "@/ipc/types";
import { tell } from "@/shared/components/toasts";
import { useBilingual } from "@/shared/i18n/bilingual";
import { emptyMember, fillFrom, guessRelation, isBlank, isName } from "@/shared/members";
import type { MemberDraft, Typing } from "@/shared/members";

export function useMemberRow(members: Ref<MemberDraft[]>, standing: () => MemberDraft[], begun: Typing | undefined, changed: () => void) {
  const { t } = useI18n();
  const { say } = useBilingual();
  const at = ref(begun ? Math.min(begun.at, members.value.length) : members.value.length);
  const edited = ref<MemberDraft>(begun ? { ...begun.member } : emptyMember());
  const check = ref<IdCheck>();
  const nameFault = ref<string>();
  const idFault = ref<string>();
  const rowFault = ref<string>();
  const birthWrong = ref(false);
  const sameName = ref<Namesake[]>([]);
  const relationByHand = ref(Boolean(begun?.member.relation));

  const withoutId = computed(() => edited.value.idNumber === "");
  /** The number must be put right before the row is whole. */
  const stopped = computed(() => Boolean(check.value?.fault || (check.value?.known && !edited.value.person) || idFault.value));
  const fault = computed(() =>
    check.value?.fault ? say(check.value.fault) : (idFault.value ?? nameFault.value ?? rowFault.value),
  );

  function forget(): void {
    check.value = undefined;
    idFault.value = undefined;
    sameName.value = [];
    Object.assign(edited.value, { person: "", sure: false });
  }

  /** Shows a row of the list, or a new one. */
  function open(row: number): void {
    const there = members.value[row];
    at.value = row;
    edited.value = there ? { ...there } : emptyMember();
    check.value = undefined;
    idFault.value = undefined;
    rowFault.value = undefined;
    sameName.value = [];
    nameFault.value = undefined;
    relationByHand.value = Boolean(there?.relation);
  }

  function guess(): void {
    if (!relationByHand.value) edited.value.relation = guessRelation(edited.value, [...standing(), ...others()]);
  }
  const others = () => members.value.filter((_, index) => index !== at.value);

  async function lookUp(): Promise<void> {
    const member = edited.value;
    if (member.idNumber === "" || member.person) {
      check.value = undefined;
      return;
    }
    try {
      const answer = await typed.idNumber(member.idNumber);
      // Another row, or another number in it, is being typed by now.
      if (edited.value !== member) return;
      const twice = others().some((other) => other.idNumber === (answer.id_number ?? ""));
      check.value = answer;
      idFault.value = twice ? t("enrolment.twice") : undefined;
      member.sure = !answer.fault && !answer.known && !twice;
      if (!answer.fault && !twice) {
        fillFrom(member, answer);
        guess();
      }
    } catch (raw) {
      const problem = asProblem(raw);
      check.value = { id_number: null, birth_date: null, age: null, sex: null, fault: problem.what, warning: null, known: null };
    }
  }

  function checkName(): boolean {
    const name = edited.value.name.trim();
    nameFault.value =
      name === "" ? t("field.required", { name: t("enrolment.column.name") })
      : isName(name) ? undefined
      : t("enrolment.nameFault");
    return nameFault.value === undefined;
  }

  /** Same name and birthday: shown beside the row, and never a reason to stop. */
  async function lookForNamesakes(): Promise<void> {
    const { name, birthDate, person } = edited.value;
    if (!name.trim() || !birthDate || person) return;
    const found = await changes.namesakes(name.trim(), birthDate, "").catch(() => []);
    if (edited.value.name === name && edited.value.birthDate === birthDate && !edited.value.person) sameName.value = found;
  }

  /** There is one head: whoever becomes it takes the place of the one before. Not that of a head who lives there already. */
  function headIsFree(): boolean {
    const head = edited.value.relation === "head" ? standing().find((other) => other.relation === "head") : undefined;
    rowFault.value = head && t("enrolment.headStands", { name: head.name });
    return head === undefined;
  }

  function write(): void {
    guess();
    const row = { ...edited.value, name: edited.value.name.trim() };
    const before = members.value;
    const former = row.relation === "head" ? others().find((other) => other.relation === "head") : undefined;
    const rest = former ? before.map((other) => (other === former ? { ...other, relation: "other" } : other)) : before;
    members.value = at.value < before.length ? rest.map((member, index) => (index === at.value ? row : member)) : [...rest, row];
    changed();
    if (former) tell(() => t("enrolment.oneHead", { name: former.name }), () => restoreHead(former, row));
  }

  /** Rows may have come and gone since: both are found again by what they are. */
  function restoreHead(former: MemberDraft, now: MemberDraft): void {
    const is = (one: MemberDraft, other: MemberDraft) => one.idNumber === other.idNumber && one.name === other.name;
    members.value = members.value.map((member) =>
      is(member, former) ? { ...member, relation: "head" }
      : is(member, now) ? { ...member, relation: "other" }
      : member,
    );
    if (is(edited.value, former)) edited.value.relation = "head";
    changed();
  }

  /** What is typed and is not in the list as it stands there. */
  function typing(): Typing | undefined {
    const there = members.value[at.value];
    const same = there !== undefined && JSON.stringify(there) === JSON.stringify(edited.value);
    return isBlank(edited.value) || same ? undefined : { at: at.value, member: { ...edited.value } };
  }

  /** Puts the row into the list before another one is shown, checked as if its field had been left with Enter. */
  async function keep(): Promise<void> {
    if (!typing()) return;
    const mine = edited.value;
    if (!check.value && !mine.sure) await lookUp();
    // Another row may have been opened while the number was looked up; this one was put into the list by that.
    if (edited.value === mine) write();
  }

  /** A row of the list from which everything was taken out. */
  const emptied = (): boolean => at.value < members.value.length && isBlank(edited.value);

  return {
    at, edited, check, nameFault, idFault, rowFault, birthWrong, sameName, relationByHand, withoutId, stopped, fault,
    forget, open, guess, lookUp, checkName, lookForNamesakes, headIsFree, write, typing, keep, emptied,
  };
}
