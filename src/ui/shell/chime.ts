/** Not more often than this, however many messages come. */
const pauseMs = 3_000;
let context: AudioContext | null = null;
let playedAt = Number.NEGATIVE_INFINITY;

/** Two soft tones. Silent where the browser has not yet seen anybody press anything. */
export function playChime(): void {
  const now = performance.now();
  if (now - playedAt < pauseMs || typeof AudioContext === "undefined") return;
  playedAt = now;
  context ??= new AudioContext();
  void context.resume();
  tone(context, 660, 0);
  tone(context, 880, 0.12);
}

function tone(on: AudioContext, hertz: number, afterS: number): void {
  const [oscillator, gain] = [on.createOscillator(), on.createGain()];
  const start = on.currentTime + afterS;
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(0.08, start + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.35);
  oscillator.connect(gain).connect(on.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.4);
}
