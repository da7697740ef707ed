import { expect, test } from "vitest";
import { damaged } from "./damage";

test("a code that an input method has touched is noticed", () => {
  for (const whole of ["R0002318", "H030128", "4110-1-1-R0000012", "6901234567892"]) expect(damaged(whole), whole).toBe(false);
  for (const touched of ["Ｒ0002318", "R 0002318", "热0002318", "R0002318，"]) expect(damaged(touched), touched).toBe(true);
});
