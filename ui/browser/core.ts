/** Stands in for the shell's `invoke` in an ordinary browser: the same commands, through the bridge of `make ui`. */

const REFUSED = 422;

export async function invoke<T>(command: string, args: Record<string, unknown> = {}): Promise<T> {
  const answer = await fetch(`/ipc/${command}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(args),
  });
  // A refusal is what the shell rejects with; anything else means that the bridge is not there.
  if (answer.status === REFUSED) throw (await answer.json()) as unknown;
  if (!answer.ok) throw new Error(`${command}: the bridge answers ${answer.status}`);
  return (await answer.json()) as T;
}
