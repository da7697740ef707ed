/** Stands in for the shell's `listen` in an ordinary browser. One stream of server-sent events carries them all. */
const stream = new EventSource("/events");

export function listen<T>(event: string, heard: (event: { payload: T }) => void): Promise<() => void> {
  const pass = (told: MessageEvent<string>) => heard({ payload: JSON.parse(told.data) as T });
  stream.addEventListener(event, pass);
  return Promise.resolve(() => stream.removeEventListener(event, pass));
}
