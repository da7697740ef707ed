/** What a labelled row tells the input inside it: its name for assistive technology, and whether it failed. */
import { inject, provide, useId } from "vue";
import type { ComputedRef, InjectionKey, Ref } from "vue";

export interface FieldContext {
  inputId: string;
  messageId: string;
  error: ComputedRef<string | undefined>;
  warning: ComputedRef<string | undefined>;
  focused: Ref<boolean>;
}

const FIELD: InjectionKey<FieldContext> = Symbol("field");

export function provideField(context: Omit<FieldContext, "inputId" | "messageId">): FieldContext {
  const base = useId();
  const field = { ...context, inputId: `${base}-input`, messageId: `${base}-message` };
  provide(FIELD, field);
  return field;
}

export const useField = (): FieldContext | undefined => inject(FIELD, undefined);
