import type { Command, CommandGroup } from "./command";

interface Context {
  /** Command ids, latest first. */
  recent: readonly string[];
  /** What is nearest to hand comes first. */
  groups: readonly CommandGroup[];
}

/** The commands that can be done now and fit the words, best first. Without words: the recent ones, then the rest by their groups. */
export function rankCommands(commands: readonly Command[], query: string, { recent, groups }: Context): Command[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const ranked = commands.flatMap((command) => {
    if (command.isEnabled === false) return [];
    const fit = fitOf(command, words);
    if (fit === 0) return [];
    const recency = recent.indexOf(command.id);
    // A fit of one kind is never outdone by recency alone, and recency never by the group.
    const score = fit * 1_000 + (recency < 0 ? 0 : (recent.length - recency) * 20) + (groups.length - groups.indexOf(command.group));
    return [{ command, score }];
  });
  // What fits equally well stays in the order of its registering.
  return ranked.sort((a, b) => b.score - a.score).map(({ command }) => command);
}

/** 0 where a word is nowhere; else the kind of the weakest fit: 4 begins the title, 3 begins a word of it, 2 stands in it, 1 is another name for it. */
function fitOf({ title, keywords = "" }: Command, words: readonly string[]): number {
  const [name, others] = [fold(title), fold(keywords)];
  let weakest = 4;
  for (const [at, word] of words.entries()) {
    const place = name.indexOf(word);
    const starts = place >= 0 && beginsWord(name, word);
    const fit = at === 0 && place === 0 ? 4 : starts ? (at === 0 ? 3 : 4) : place >= 0 ? 2 : others.includes(word) ? 1 : 0;
    weakest = Math.min(weakest, fit);
  }
  return weakest;
}

function beginsWord(text: string, word: string): boolean {
  return text.startsWith(word) || text.includes(` ${word}`);
}

function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
