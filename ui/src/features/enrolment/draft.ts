/**
 * Keeps what a form holds in the backend, so that a power cut loses at most the field being typed.
 *
 * Invariant: saves arrive in the order in which they were made, and none arrives after the draft was let go.
 */
import { ref } from "vue";
import { draft as drafts } from "@/ipc/clinic";

export interface Kept {
  title: string;
  content: string;
}

/** `read` gives nothing while there is nothing to keep. */
export function useDraft(form: string, key: string, read: () => Kept | undefined) {
  const savedAt = ref<string>();
  let last = "";
  let ended = false;
  let queue: Promise<void> = Promise.resolve();

  function keep(): Promise<void> {
    const now = read();
    if (ended || (now?.content ?? "") === last) return queue;
    last = now?.content ?? "";
    queue = queue.then(async () => {
      if (ended) return;
      try {
        if (now) savedAt.value = await drafts.save(form, key, now.title, now.content);
        else await drafts.drop(form, key);
      } catch {
        // The next field tries again.
        last = "";
      }
    });
    return queue;
  }

  async function drop(): Promise<void> {
    ended = true;
    await queue;
    await drafts.drop(form, key).catch(() => undefined);
  }
  /** Whether a draft stands in the backend, or is on its way there. */
  const holds = (): boolean => !ended && last !== "";
  return { keep, drop, holds, savedAt };
}
