import { expect, it } from "vitest";
import { places, placesOf } from "./places";

const shown = (...roles: string[]) => placesOf({ roles }).map((place) => place.number).join("");

it("a role sees its own places and everybody's", () => {
  expect(shown("registration")).toBe("12390");
  expect(shown("cashier")).toBe("1235690");
  expect(shown("office")).toBe(places.map((place) => place.number).join(""));
  expect(shown("registration", "cashier")).toBe("1235690");
});

it("who has no role, or one that is not known yet, still has a desk and the way to the settings", () => {
  expect(shown()).toBe("190");
  expect(shown("director")).toBe("190");
});
