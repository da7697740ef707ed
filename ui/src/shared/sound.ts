/** One soft tick for a card or a code that was taken, two for one that was refused. Made here; no file is played. */
import { prefs } from "./prefs";

let context: AudioContext | undefined;

function tick(at_s: number, audio: AudioContext): void {
  const tone = audio.createOscillator();
  const loudness = audio.createGain();
  tone.frequency.value = 1250;
  loudness.gain.setValueAtTime(0.0001, at_s);
  loudness.gain.exponentialRampToValueAtTime(0.12, at_s + 0.004);
  loudness.gain.exponentialRampToValueAtTime(0.0001, at_s + 0.05);
  tone.connect(loudness).connect(audio.destination);
  tone.start(at_s);
  tone.stop(at_s + 0.06);
}

function play(ticks: number): void {
  if (!prefs.sound || typeof AudioContext === "undefined") return;
  try {
    context ??= new AudioContext();
    if (context.state === "suspended") void context.resume().catch(() => undefined);
    for (let count = 0; count < ticks; count += 1) tick(context.currentTime + count * 0.12, context);
  } catch {
    // A computer without sound says everything on the screen as well.
  }
}

export const sound = { taken: () => play(1), refused: () => play(2) };
