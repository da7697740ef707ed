/**
 * What a link asks of the page beside showing it: to open the panel for paying, to print the statement. It is done
 * once: the address forgets it at once, so that coming back to the page prints and opens nothing again.
 */
import { useRoute, useRouter } from "vue-router";
import type { LocationQuery, RouteLocationNormalizedLoaded } from "vue-router";

const ERRANDS = ["paper", "why", "reverse", "pay", "fresh"] as const;
export type Errand = Partial<Record<(typeof ERRANDS)[number], string>>;

function without(query: LocationQuery): LocationQuery {
  return Object.fromEntries(Object.entries(query).filter(([name]) => !(ERRANDS as readonly string[]).includes(name)));
}

/** Tells pages apart. An address that has forgotten its errand is the same page, and what the errand opened stays. */
export function pageKey(route: Pick<RouteLocationNormalizedLoaded, "path" | "query">): string {
  return `${route.path} ${JSON.stringify(without(route.query))}`;
}

/** Takes the errand from the address. To be called in the setup of the page that carries it out. */
export function useErrand(): Errand {
  const { query } = useRoute();
  const router = useRouter();
  const errand: Errand = {};
  for (const name of ERRANDS) {
    const asked = query[name];
    if (typeof asked === "string") errand[name] = asked;
  }
  if (Object.keys(errand).length > 0) void router.replace({ query: without(query) });
  return errand;
}
