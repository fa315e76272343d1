import type { CasePriority } from "../../src/shared/support";
import { compose, type Exchange } from "./compose";
import type { Episode, Known, Plan, Said } from "./history";
import type { SeedGym } from "./people";
import { longTalk } from "./plan-long-class";
import type { Random } from "./random";
import { arrange, momentOn } from "./rhythm";
import { cityClasses, commonTalk, lakeClasses, type SeedClass } from "./talk/classes";
import { coaching, colleagues } from "./talk/coaching";
import { notes, settledSupport, waitingSupport } from "./talk/support";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

export interface GymToFill {
  gym: SeedGym & { id: string };
  people: readonly Known[];
  nowMs: number;
  random: Random;
}

/** Every conversation of a gym, with what was said in it. */
export function planGym(filling: GymToFill): Plan[] {
  return [...supportPlans(filling), ...coachingPlans(filling), ...deskPlans(filling), ...colleaguePlans(filling), ...classPlans(filling)];
}

function supportPlans(filling: GymToFill): Plan[] {
  const { random, nowMs, people, gym } = filling;
  const [first, second, ...rest] = ofRole(people, "member");
  const others = random.shuffle(rest);
  // How many minutes ago the newest of them wrote, and how far each has got.
  const waits = gym.slug === "city" ? [2, 6, 20, 47, 95, 180, 310, 1_150] : [4, 35, 150, 800];
  // The members of the demo accounts come after those who wait: what they asked is settled.
  const settledMembers = [first, second].filter((one) => one !== undefined);
  const asking = [...others.slice(0, waits.length), ...settledMembers, ...others.slice(waits.length)].slice(
    0,
    gym.slug === "city" ? 32 : 20,
  );
  const settled = deck(settledSupport, random);
  const open = deck(waitingSupport, random);
  return asking.map((member, at) => {
    const waitMinutes = waits[at];
    const desk = random.shuffle(ofRole(people, "staff", "admin"));
    const [staff, other] = [desk[0], desk[1] ?? desk[0]];
    if (!staff || !other) throw new Error("a gym needs staff");
    const episodes = random.between(waitMinutes === undefined ? 1 : 0, 3);
    const composed = Array.from({ length: episodes }, () =>
      compose(settled(), settingOf(filling, { m: member, s: random.chance(0.7) ? staff : other })),
    );
    const exchanges = lay(filling, composed, {
      spreadDays: 170,
      untilMs: nowMs - (waitMinutes ?? 0) * minuteMs - dayMs,
      cast: { m: member, s: staff },
    });
    const plan: Plan = {
      ...emptyPlan("support", gym.id),
      member,
      people: [member],
      exchanges: exchanges.map((one) => ({ ...one, episode: episodeOf(one.topic, { status: "resolved", assignee: staff, random }) })),
      unread: new Map(random.chance(0.2) ? [[member.id, 1]] : []),
    };
    if (waitMinutes !== undefined) {
      const question = compose(open(), settingOf(filling, { m: member, s: staff }));
      const said = saidFrom(question, nowMs - waitMinutes * minuteMs - random.between(1, 40) * 1_000 - question.durationMs, {
        m: member,
        s: staff,
      });
      const isTaken = said.some(({ by }) => by.id === staff.id) || at % 4 === 3;
      plan.exchanges.push({ said, episode: episodeOf(question.topic, { status: "open", assignee: isTaken ? staff : null, random }) });
      plan.unread = new Map([[staff.id, trailing(said, staff)]]);
    } else if (at % 5 === 0) {
      const last = plan.exchanges.at(-1)?.episode;
      if (last) Object.assign(last, { status: "pending" });
    }
    if (at % 4 === 1) plan.notes.push({ author: staff, content: random.pick(notes) });
    return plan;
  });
}

function episodeOf(
  topic: string | null,
  { status, assignee, random }: { status: Episode["status"]; assignee: Known | null; random: Random },
): Episode {
  const priority: CasePriority = /injur|fire|double|wrong/i.test(topic ?? "")
    ? random.pick(["high", "urgent"] as const)
    : random.pick(["normal", "normal", "normal", "low"] as const);
  const labels = (
    [
      ["membership", /freez|cancel|upgrade|student|corporate|referral/i],
      ["payment", /charge|payment|invoice|refund|bank/i],
      ["classes", /class|waiting list|course|yoga/i],
      ["equipment", /treadmill|rowing|weights|air|shower|fire|broken/i],
      ["lost property", /lost|locker/i],
    ] as const
  ).flatMap(([label, about]) => (about.test(topic ?? "") ? [label] : []));
  return { topic, status, assignee, labels, priority };
}

/** Trainers and those they coach. */
function coachingPlans(filling: GymToFill): Plan[] {
  const { people, random, gym } = filling;
  const members = ofRole(people, "member");
  const talk = deck(coaching, random);
  return ofRole(people, "trainer").flatMap((trainer, at) => {
    // The members of the demo accounts come first, so that each has a trainer or two.
    const regulars = [...(at < 2 ? members.slice(0, 2) : []), ...random.shuffle(members.slice(2))].slice(0, gym.slug === "city" ? 10 : 7);
    return regulars.map((member) => directPlan(filling, { m: member, s: trainer }, Array.from({ length: random.between(1, 5) }, talk)));
  });
}

/** Members who write to somebody of the desk by name. */
function deskPlans(filling: GymToFill): Plan[] {
  const { people, random } = filling;
  const talk = deck(settledSupport, random);
  const staff = ofRole(people, "staff");
  return random
    .shuffle(ofRole(people, "member"))
    .slice(0, staff.length * 2)
    .map((member, at) => {
      const colleague = staff[at % staff.length];
      if (!colleague) throw new Error("a gym needs staff");
      return directPlan(filling, { m: member, s: colleague }, [talk(), ...(random.chance(0.5) ? [talk()] : [])]);
    });
}

function colleaguePlans(filling: GymToFill): Plan[] {
  const { people, random, gym } = filling;
  const team = people.filter(({ role }) => role !== "member");
  const pairs = random.shuffle(team.flatMap((one, at) => team.slice(at + 1).map((other) => [one, other] as const)));
  const talk = deck(colleagues, random);
  const directs = pairs
    .slice(0, gym.slug === "city" ? 9 : 5)
    .map(([m, s]) => directPlan(filling, { m, s }, Array.from({ length: random.between(1, 3) }, talk)));
  const scripts = Array.from({ length: 14 }, () => talk().replaceAll("m: ", "a: ").replaceAll("s: ", "b: "));
  return [
    ...directs,
    groupPlan(filling, { name: `Team ${gym.name.replace("GymProLuxe ", "")}`, people: team, trainer: team[0], scripts, spreadDays: 60 }),
  ];
}

function classPlans(filling: GymToFill): Plan[] {
  const { people, random, gym } = filling;
  const members = ofRole(people, "member");
  const trainers = ofRole(people, "trainer");
  const common = deck(commonTalk, random);
  return (gym.slug === "city" ? cityClasses : lakeClasses).map((one, at) => {
    const trainer = trainers.find(({ name }) => one.name.includes(firstName(name))) ?? trainers[at % trainers.length];
    const isLong = gym.slug === "city" && at === 0;
    // The first few members, among them those of the demo accounts, are in many classes.
    const keen = members.slice(0, 4).filter(() => isLong || random.chance(0.6));
    const others = random.shuffle(members.slice(4)).slice(0, isLong ? 20 : random.between(5, 13));
    const group = { name: one.name, people: [...(trainer ? [trainer] : []), ...keen, ...others], trainer };
    if (!isLong) return groupPlan(filling, { ...group, scripts: classScripts(one, { random, common }), spreadDays: 110 });
    const talk = longTalk(common, { ...filling, timeZone: gym.timeZone });
    return groupPlan(filling, { ...group, scripts: talk.map(({ script }) => script), wished: talk.map(({ startMs }) => startMs) });
  });
}

function classScripts({ talk }: SeedClass, { random, common }: { random: Random; common: () => string }): string[] {
  return random.shuffle([...talk, ...Array.from({ length: random.between(7, 16) }, common)]);
}

type Cast = Readonly<Record<string, Known>>;

function directPlan(filling: GymToFill, cast: { m: Known; s: Known }, scripts: readonly string[]): Plan {
  const { random, nowMs, gym } = filling;
  const composed = scripts.map((script) => compose(script, settingOf(filling, cast)));
  const exchanges = lay(filling, composed, {
    spreadDays: random.pick([3, 12, 40, 120]),
    untilMs: nowMs - random.between(3, 600) * minuteMs,
    cast,
  });
  const last = exchanges.at(-1)?.said ?? [];
  const reader = last.at(-1)?.by.id === cast.m.id ? cast.s : cast.m;
  return {
    ...emptyPlan("direct", gym.id),
    people: [cast.s, cast.m],
    exchanges,
    unread: new Map(random.chance(0.28) ? [[reader.id, trailing(last, reader)]] : []),
  };
}

interface Group {
  name: string;
  people: readonly Known[];
  trainer: Known | undefined;
  scripts: readonly string[];
  /** Over how many days the talk is spread … */
  spreadDays?: number;
  /** … or when each would begin (ascending epoch milliseconds). */
  wished?: readonly number[];
}

function groupPlan(filling: GymToFill, { name, people, trainer, scripts, spreadDays, wished }: Group): Plan {
  const { random, nowMs, gym } = filling;
  const first = people[0];
  if (!first) throw new Error("a group needs people");
  const casts: Cast[] = [];
  const composed = scripts.map((script) => {
    const [a, b, c, d] = random.shuffle(people.filter(({ id }) => id !== trainer?.id));
    const cast: Cast = { t: trainer ?? first, a: a ?? first, b: b ?? first, c: c ?? a ?? first, d: d ?? b ?? first };
    casts.push(cast);
    return compose(script, settingOf(filling, cast));
  });
  const exchanges = lay(filling, composed, { spreadDays, wished, untilMs: nowMs - random.between(10, 900) * minuteMs, cast: casts });
  const lines = exchanges.flatMap(({ said }) => said);
  const unread = people.flatMap((person): [string, number][] => {
    const count = Math.min(trailing(lines, person), random.between(2, 14));
    return random.chance(0.3) && count > 0 ? [[person.id, count]] : [];
  });
  return { ...emptyPlan("group", gym.id), name, people: [...people], exchanges, unread: new Map(unread) };
}

/** Lays exchanges into the past, denser towards the present. */
function lay(
  { nowMs, gym, random }: GymToFill,
  composed: readonly Exchange[],
  { spreadDays = 90, wished, untilMs, cast }: Pick<Group, "spreadDays" | "wished"> & { untilMs: number; cast: Cast | readonly Cast[] },
): { said: Said[]; topic: string | null }[] {
  const ordered =
    wished ??
    composed
      .map(() => momentOn(Math.floor(spreadDays * random.next() ** 1.6), { nowMs, timeZone: gym.timeZone, random }))
      .sort((a, b) => a - b);
  const starts = arrange(
    composed.map(({ durationMs }, at) => ({ durationMs, startMs: ordered[at] ?? untilMs })),
    untilMs,
  );
  return composed.map((exchange, at) => ({
    topic: exchange.topic,
    said: saidFrom(exchange, starts[at] ?? untilMs, Array.isArray(cast) ? (cast[at] ?? {}) : (cast as Cast)),
  }));
}

function saidFrom({ lines }: Exchange, startMs: number, cast: Cast): Said[] {
  let at = startMs;
  return lines.map(({ speaker, text, gapMs }) => {
    at += gapMs;
    const by = cast[speaker];
    if (!by) throw new Error(`nobody speaks as ${speaker}`);
    return { by, text, at };
  });
}

/** How many messages stand at the end that `person` did not write before. */
function trailing(said: readonly Said[], person: Known): number {
  return said.length - 1 - said.findLastIndex(({ by }) => by.id === person.id);
}

function settingOf({ people, random, nowMs }: GymToFill, cast: Cast) {
  const names = Object.fromEntries(Object.entries(cast).map(([speaker, { name }]) => [speaker, firstName(name)]));
  return { names, random, aboutMs: nowMs, trainers: ofRole(people, "trainer").map(({ name }) => firstName(name)) };
}

function emptyPlan(type: Plan["type"], gymId: string): Plan {
  return { type, gymId, name: null, member: null, people: [], exchanges: [], unread: new Map(), notes: [] };
}

function ofRole(people: readonly Known[], ...roles: Known["role"][]): Known[] {
  return people.filter(({ role }) => roles.includes(role));
}

function firstName(name: string): string {
  return name.split(" ")[0] ?? name;
}

/** Deals the cards one after the other, shuffled afresh when none is left. */
function deck<T>(cards: readonly T[], random: Random): () => T {
  let left: T[] = [];
  return () => {
    if (left.length === 0) left = random.shuffle(cards);
    const card = left.pop();
    if (card === undefined) throw new Error("there are no cards");
    return card;
  };
}
