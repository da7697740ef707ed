/** A mobile number: eleven digits from 13 to 19, however it was typed; the backend decides. Nothing typed is no fault. */
import { plainNumber } from "./money";

export const isPhone = (text: string): boolean => /^(1[3-9]\d{9})?$/.test(plainNumber(text));
