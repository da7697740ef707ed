/** Nothing is told in the gallery. */
export const listen = (): Promise<() => void> => Promise.resolve(() => undefined);
