export const listen = (_event: string, _heard: (event: { payload: unknown }) => void): Promise<() => void> =>
  Promise.resolve(() => undefined);
