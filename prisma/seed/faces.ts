import { type Random, randomOf } from "./random";

/** What the person who is drawn wants to be recognised by; the rest is chance. */
export interface Look {
  /** 0 (very fair) to 5 (very dark). */
  tone: number;
  hair: Hair;
  colour?: HairColour;
  extra?: readonly ("glasses" | "beard" | "stubble" | "moustache" | "freckles" | "headband" | "earrings")[];
}

type Hair = keyof typeof hairShapes;
type HairColour = keyof typeof hairColours;

const skins = [
  ["#f7d7c4", "#e9b79c"],
  ["#f0c3a0", "#dba079"],
  ["#dca47c", "#c08458"],
  ["#b97f56", "#9a633d"],
  ["#8f5b3b", "#734428"],
  ["#663f2b", "#4c2d1d"],
] as const;

const hairColours = {
  black: "#1f1a1c",
  brown: "#4a3024",
  chestnut: "#6f4430",
  auburn: "#8c4a2c",
  red: "#b5562b",
  blond: "#d8b06a",
  fair: "#e8cd95",
  grey: "#9a9a9d",
  white: "#dcdcdc",
} as const;

const backgrounds = ["#d7ece3", "#e6e3f3", "#fbe6d4", "#d9e8f6", "#f6dde2", "#e9eedb", "#dfe4e8", "#fdeecb"];
const shirts = ["#0f766e", "#334155", "#b45309", "#7c3aed", "#be123c", "#1d4ed8", "#4d7c0f", "#111827", "#c2410c", "#0e7490"];
const scarves = ["#5b6b8c", "#8a5a6d", "#3f6b5e", "#7d6a4f"];

interface HairShape {
  /** Behind the head. */
  back?: string;
  /** Over the forehead. */
  front?: string;
}

// Drawn on a square of 96: the head is an ellipse round (48, 44), 19 wide and 22 high to each side.
const hairShapes = {
  none: {},
  cropped: { front: "M29 42c-1-15 8-22 19-22s20 7 19 22c-2-7-5-11-8-12-7 2-15 2-22 0-4 2-6 6-8 12z" },
  side: { front: "M28 44c-2-17 8-26 21-26 12 0 20 9 19 25-2-5-4-9-7-11-9 3-19 1-25-4 1 5-5 8-8 16z" },
  quiff: { front: "M29 43c-3-13 1-21 8-24 2-4 12-6 19-3 9 1 13 12 11 27-2-6-3-9-6-12-8 1-16 0-22-3-5 3-8 8-10 15z" },
  buzz: { front: "M30 39c0-12 8-18 18-18s18 6 18 18c-3-6-6-8-9-9-6-1-12-1-18 0-3 1-6 3-9 9z" },
  receding: { front: "M29 45c-2-9 1-18 8-22-2 5-3 9-4 12-2 2-3 6-4 10zm38 0c2-9-1-18-8-22 2 5 3 9 4 12 2 2 3 6 4 10z" },
  curly: {
    back: "M48 13c-7 0-11 3-13 6-6 1-10 7-9 13-3 4-2 10 1 13h42c3-3 4-9 1-13 1-6-3-12-9-13-2-3-6-6-13-6z",
    front: "M30 40c0-9 6-13 9-13 4 3 7-1 10 1 4-2 6 2 9-1 5 1 8 6 8 13 4-9 0-20-8-22-7-3-13-3-20 0-8 2-12 13-8 22z",
  },
  afro: {
    back: "M48 6c-18 0-29 12-28 27 0 11 5 17 10 19h36c5-2 10-8 10-19 1-15-10-27-28-27z",
    front: "M30 40c1-9 8-14 18-14s17 5 18 14c3-11-5-21-18-21s-21 10-18 21z",
  },
  bob: {
    back: "M48 15c-15 0-23 10-23 25 0 9 0 17 3 24h40c3-7 3-15 3-24 0-15-8-25-23-25z",
    front: "M28 45c0-17 8-27 21-27 12 0 20 9 19 27-2-7-4-11-8-14-9 1-18-1-24-5-1 7-5 12-8 19z",
  },
  long: {
    back: "M48 14c-16 0-24 11-24 27 0 15-2 27-5 37h58c-3-10-5-22-5-37 0-16-8-27-24-27z",
    front: "M28 47c-1-18 7-28 20-29 13 1 21 11 20 29-2-9-6-15-11-19-3-2-6-4-9-4-4 0-6 2-9 4-5 4-9 10-11 19z",
  },
  wavy: {
    back: "M48 13c-15 0-24 9-24 23 0 6-4 8-4 15 0 6 4 8 3 14 8 7 42 7 50 0-1-6 3-8 3-14 0-7-4-9-4-15 0-14-9-23-24-23z",
    front: "M28 46c-1-16 6-27 19-28 14 0 22 11 21 28-3-8-6-12-10-15-8 1-14-1-19-6-2 8-8 13-11 21z",
  },
  bun: {
    back: "M48 4c-6 0-10 4-10 9s4 8 10 8 10-3 10-8-4-9-10-9z",
    front: "M29 44c-2-16 7-26 19-26s21 10 19 26c-2-8-6-14-12-16-5-1-9-1-14 0-6 2-10 8-12 16z",
  },
  ponytail: {
    back: "M62 20c10-3 16 4 15 15-1 9 2 15 5 20-9 1-15-3-16-12-1-8-3-15-4-23z",
    front: "M28 44c-1-16 7-26 20-26s20 10 20 26c-3-8-7-12-11-14-8 0-14-1-19-4-3 5-8 11-10 18z",
  },
  braids: {
    back: "M27 34c-4 12-4 30-6 44 4 2 8 2 11 0 1-14 0-30 1-44zm42 0c4 12 4 30 6 44-4 2-8 2-11 0-1-14 0-30-1-44z",
    front: "M28 43c-1-16 7-25 20-25s21 9 20 25c-3-8-9-14-19-15v-7h-2v7c-10 1-16 7-19 15z",
  },
  pixie: { front: "M28 46c-3-18 7-29 21-29 12 0 21 9 19 28-2-3-3-7-4-10-8 1-13-2-16-7-4 5-11 6-16 7-2 3-3 7-4 11z" },
  headscarf: {
    back: "M48 12c-17 0-26 12-26 29 0 12 2 21 6 27l-8 14h56l-8-14c4-6 6-15 6-27 0-17-9-29-26-29z",
    front: "M48 15c-14 0-22 10-22 26 0 16 8 30 22 30s22-14 22-30c0-16-8-26-22-26zm0 9c10 0 16 8 16 20s-7 21-16 21-16-9-16-21 6-20 16-20z",
  },
} satisfies Record<string, HairShape>;

/** A small flat portrait as SVG, always the same for the same name and look. */
export function drawFace(name: string, look: Look): string {
  const random = randomOf(`face of ${name}`);
  const [skin, shade] = skins[look.tone] ?? skins[1];
  const extra = new Set(look.extra);
  const hairColour = look.hair === "headscarf" ? random.pick(scarves) : hairColours[look.colour ?? colourFor(look.tone, random)];
  const shape: HairShape = hairShapes[look.hair];
  const shirt = random.pick(shirts);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">`,
    `<rect width="96" height="96" fill="${random.pick(backgrounds)}"/>`,
    shape.back && `<path d="${shape.back}" fill="${hairColour}"/>`,
    `<path d="M12 96c2-17 14-24 36-24s34 7 36 24z" fill="${shirt}"/>`,
    neckline(random),
    `<path d="M40 58h16v14c0 8-16 8-16 0z" fill="${shade}"/>`,
    `<circle cx="29" cy="46" r="4.5" fill="${shade}"/><circle cx="67" cy="46" r="4.5" fill="${shade}"/>`,
    `<path d="M29 42c0-13 7-21 19-21s19 8 19 21c0 14-8 25-19 25S29 56 29 42z" fill="${skin}"/>`,
    extra.has("freckles") &&
      `<g fill="${shade}"><circle cx="37" cy="51" r=".9"/><circle cx="40" cy="53" r=".9"/><circle cx="56" cy="53" r=".9"/><circle cx="59" cy="51" r=".9"/></g>`,
    beard(extra, hairColour),
    features(random, look.tone, hairColour),
    shape.front && `<path d="${shape.front}" fill="${hairColour}"${look.hair === "headscarf" ? ` fill-rule="evenodd"` : ""}/>`,
    extra.has("headband") && `<path d="M29 37c6-7 32-7 38 0l-1-6c-8-6-28-6-36 0z" fill="${random.pick(shirts)}"/>`,
    extra.has("earrings") && `<circle cx="28.500" cy="52" r="1.600" fill="#e2b34b"/><circle cx="67.500" cy="52" r="1.600" fill="#e2b34b"/>`,
    extra.has("glasses") && glasses,
    "</svg>\n",
  ]
    .filter(Boolean)
    .join("");
}

const glasses = `<g fill="none" stroke="#2b2f36" stroke-width="1.500"><rect x="34" y="40" width="11.500" height="9" rx="4"/><rect x="50.500" y="40" width="11.500" height="9" rx="4"/><path d="M45.500 43.500c2-1 3-1 5 0M34 43l-4-1M62 43l4-1"/></g>`;

function colourFor(tone: number, random: Random): HairColour {
  if (tone >= 3) return random.pick(["black", "black", "brown"]);
  if (tone === 2) return random.pick(["black", "brown", "brown", "chestnut"]);
  return random.pick(["brown", "chestnut", "auburn", "blond", "fair", "brown", "black"]);
}

function neckline(random: Random): string {
  return random.chance(0.5)
    ? `<path d="M36 74c3 10 21 10 24 0l3 1c-4 13-26 13-30 0z" fill="#fff" fill-opacity=".35"/>`
    : `<path d="M22 78l3 18h4l-3-20zm52 0l-3 18h-4l3-20z" fill="#fff" fill-opacity=".3"/>`;
}

function beard(extra: ReadonlySet<string>, colour: string): string {
  if (extra.has("beard"))
    return `<path d="M29 44c0 17 8 25 19 25s19-8 19-25c-2 6-5 9-8 9-4-2-7-2-11-1-4-1-7-1-11 1-3 0-6-3-8-9z" fill="${colour}"/>`;
  if (extra.has("stubble"))
    return `<path d="M30 48c1 13 8 19 18 19s17-6 18-19c-2 4-5 6-8 6-4-2-6-2-10-1-4-1-6-1-10 1-3 0-6-2-8-6z" fill="${colour}" fill-opacity=".28"/>`;
  if (extra.has("moustache")) return `<path d="M39 56c2-4 6-4 9-2 3-2 7-2 9 2-3 1-6 1-9-1-3 2-6 2-9 1z" fill="${colour}"/>`;
  return "";
}

function features(random: Random, tone: number, hairColour: string): string {
  const brow = hairColour === hairColours.white || hairColour === hairColours.fair ? "#a98f68" : hairColour;
  const eye = tone >= 2 ? "#2a1c14" : random.pick(["#2a1c14", "#3b4a5a", "#3f5344"]);
  const lips = tone >= 4 ? "#e0a093" : "#8a4238";
  const mouths = [
    `<path d="M41 56c3 5 11 5 14 0z" fill="#fff" stroke="${lips}" stroke-width=".8"/>`,
    `<path d="M42 56.500c3 3.500 9 3.500 12 0" fill="none" stroke="${lips}" stroke-width="1.800" stroke-linecap="round"/>`,
    `<path d="M41.500 56c3 4 10 4 13-.5" fill="none" stroke="${lips}" stroke-width="1.800" stroke-linecap="round"/>`,
  ];
  return [
    `<g fill="${eye}"><circle cx="40" cy="44.500" r="2"/><circle cx="56" cy="44.500" r="2"/></g>`,
    `<path d="M36 39.500c2-1.800 5-1.800 7-.5M53 39c2-1.300 5-1.300 7 .5" fill="none" stroke="${brow}" stroke-width="1.700" stroke-linecap="round"/>`,
    `<path d="M47.500 46c-1 3-1.500 4 .8 4.500" fill="none" stroke="#000" stroke-opacity=".25" stroke-width="1.300" stroke-linecap="round"/>`,
    random.pick(mouths),
  ].join("");
}
