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
  "Hello early ones.",
  "Ok team.",
  "Good morning.",
  "Still dark outside.",
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
  "Is it too late to have a cold?",
  "I read that as minutes, not rounds. Phew. Wait.",
  "Good morning from the tram",
  "I packed two shirts, I learn",
  "Can we have the fast playlist?",
  "My alarm and I had a discussion",
  "Finally something for short legs",
  "Warm-up first, please please",
  "I had porridge, I can do anything",
  "Whoever is first opens the window",
  "Already on my way, saving a mat for the late ones",
  "I'd like to speak to the manager",
  "Same as two weeks ago? I want revenge",
  "That looks short. It isn't, is it",
  "I brought a friend, be gentle",
  "Do we count left and right separately?",
  "I'll count for all of us, nobody trusts Ben's counting",
  "Sun is coming up 🌅",
  "It's raining, so at least we're inside",
  "Skipping today, knee says hello",
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
  "Left and right count as one. Sorry.",
  "Warm-up is 6:30 sharp.",
  "Fast playlist granted.",
  "Knees may do the bike instead.",
  "Friends are welcome, friends get the same.",
  "It looks short on purpose.",
  "Window is open already.",
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
  "You make it look easy",
  "I'm still on the floor, say hi to my desk",
  "New shoes?",
  "Shower, coffee, world domination",
  "See you tomorrow then 😏",
  "And now eight hours of sitting",
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
  const lines = [`t: ${random.pick(greetings)} Today ${rounds} rounds: ${parts.join(", ")}.`];
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
