import type { Random } from "../random";

const moves = [
  "goblet squats",
  "push-ups",
  "lunges",
  "kettlebell swings",
  "box steps",
  "ring rows",
  "thrusters",
  "mountain climbers",
  "wall balls",
  "sit-ups",
  "farmer's carries",
  "dead bugs",
  "hip thrusts",
  "shoulder taps",
];
const machines = ["400 m row", "12 calories on the bike", "500 m ski erg", "2 minutes rope", "300 m run"];
const greetings = [
  "Good morning birds!",
  "Morning!",
  "Rise and shine.",
  "Hello early ones,",
  "Ok team,",
  "Good morning,",
  "It's still dark, so:",
  "Coffee ready?",
];
const reactions = [
  "Again?!",
  "Let's go",
  "I like it",
  "Oh no, not those",
  "My favourite 🙃",
  "Can I swap the second one?",
  "Is there a light version?",
  "Bring it on",
  "Who invented this",
  "See you there",
  "I'll be late by two rounds",
  "Yesss",
  "I was warned",
  "ok ok ok",
  "Legs day, again 😭",
  "Dibs on the corner mat",
  "Challenge accepted",
];
const answers = [
  "There's always a light version.",
  "The second one is the good one.",
  "You'll love it. Eventually.",
  "Two rounds late means two rounds after.",
  "Ask me again at seven.",
  "Light version: smile less.",
  "No swapping, but you may breathe.",
  "I invented it in the shower.",
];
const results = [
  "{min} minutes for me",
  "{min}:40, new best",
  "done, {min} min, floor is nice and cool",
  "I lost count but I finished",
  "{min} minutes and one coffee",
  "{min} min with the heavy ones",
  "DNF, bus 🚌",
  "{min} and a bit, proud",
];
const cheers = [
  "Wow",
  "👏",
  "Machine!",
  "💪💪",
  "Respect",
  "Strong!",
  "🔥",
  "That's 2 minutes faster than last month!",
  "I saw that form. Beautiful.",
  "Next time with music",
];

/** A morning's announcement, what people say to it and how it went: so many combinations that they do not repeat within years. */
export function workoutTalk(random: Random): string {
  const rounds = random.between(3, 6);
  const [first, second, third] = random.shuffle(moves);
  const parts = [
    `${random.between(4, 10) * 2} ${first}`,
    `${random.between(4, 8) * 2} ${second}`,
    random.chance(0.6) ? random.pick(machines) : `${random.between(5, 12)} ${third}`,
  ];
  const lines = [`t: ${random.pick(greetings)} today ${rounds} rounds: ${parts.join(", ")}.`];
  const [a, b, c] = random.shuffle(reactions);
  lines.push(`a: ${a}`);
  if (random.chance(0.7)) lines.push(`b: ${b}`);
  if (random.chance(0.35)) lines.push(`c: ${c}`);
  if (random.chance(0.5)) lines.push(`t: ${random.pick(answers)}`);
  if (random.chance(0.5)) {
    lines.push("~2h");
    const [one, two] = random.shuffle(results);
    lines.push(`b: ${one?.replace("{min}", String(random.between(19, 34)))}`);
    if (random.chance(0.5)) lines.push(`a: ${two?.replace("{min}", String(random.between(19, 34)))}`);
    if (random.chance(0.6)) lines.push(`${random.pick(["t", "c", "d"])}: ${random.pick(cheers)}`);
  }
  return lines.join("\n");
}
