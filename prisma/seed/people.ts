import type { Role } from "../../src/shared/people";
import type { Look } from "./faces";

type GymSlug = "city" | "lake";

export interface SeedGym {
  slug: GymSlug;
  name: string;
  timeZone: string;
  /** By weekday, opening and closing time on the gym's clock. */
  openingHours: Record<"mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun", [string, string]>;
}

export const gyms: readonly SeedGym[] = [
  {
    slug: "city",
    name: "GymProLuxe City",
    timeZone: "Europe/Berlin",
    openingHours: {
      mon: ["06:00", "23:00"],
      tue: ["06:00", "23:00"],
      wed: ["06:00", "23:00"],
      thu: ["06:00", "23:00"],
      fri: ["06:00", "22:00"],
      sat: ["08:00", "20:00"],
      sun: ["08:00", "20:00"],
    },
  },
  {
    slug: "lake",
    name: "GymProLuxe Lake",
    timeZone: "Europe/Zurich",
    openingHours: {
      mon: ["07:00", "22:00"],
      tue: ["07:00", "22:00"],
      wed: ["07:00", "22:00"],
      thu: ["07:00", "22:00"],
      fri: ["07:00", "21:00"],
      sat: ["09:00", "18:00"],
      sun: ["09:00", "16:00"],
    },
  },
];

export interface SeedPerson {
  name: string;
  gym: GymSlug;
  role: Role;
  look: Look;
  /** The e-mail address of a demo account; the others have none and cannot sign in by password. */
  email?: string;
}

/** Who works at the desk of another gym, too. */
export const guests: readonly { name: string; gym: GymSlug }[] = [{ name: "Clara Duarte", gym: "lake" }];

/** Everybody's password who has an e-mail address here. */
export const demoPassword = "demo";

type Row = [
  name: string,
  role: Role,
  tone: number,
  hair: Look["hair"],
  colour?: Look["colour"] | "",
  extra?: Look["extra"],
  account?: string,
];

const city: readonly Row[] = [
  ["Anna Keller", "staff", 1, "bob", "chestnut", [], "anna"],
  ["Ben Osei", "trainer", 5, "buzz", "black", ["beard"], "ben"],
  ["Clara Duarte", "admin", 2, "wavy", "brown", ["glasses"], "clara"],
  ["Dan Whitaker", "member", 0, "side", "red", ["freckles"], "dan"],
  ["Emma Lindqvist", "member", 0, "ponytail", "fair", [], "emma"],
  ["Farid Nazari", "staff", 3, "cropped", "black", ["stubble"]],
  ["Greta Vogel", "staff", 0, "pixie", "grey", ["glasses"]],
  ["Hugo Lefèvre", "trainer", 1, "quiff", "brown", ["moustache"]],
  ["Imani Wright", "trainer", 4, "braids", "black", ["earrings"]],
  ["Jonas Brandt", "trainer", 1, "receding", "blond", ["beard"]],
  ["Lena Fischer", "member", 1, "long", "blond"],
  ["Marco Bianchi", "member", 2, "curly", "black", ["stubble"]],
  ["Priya Nair", "member", 3, "long", "black", ["earrings"]],
  ["Tomasz Zieliński", "member", 0, "cropped", "fair"],
  ["Aisha Rahman", "member", 3, "headscarf"],
  ["Oliver Grant", "member", 1, "side", "brown", ["glasses"]],
  ["Mei Tanaka", "member", 1, "bob", "black"],
  ["Kwame Mensah", "member", 5, "afro", "black"],
  ["Sofia Petrova", "member", 0, "bun", "auburn"],
  ["Lucas Moreau", "member", 1, "quiff", "chestnut", ["stubble"]],
  ["Nadia Haddad", "member", 2, "wavy", "black", ["earrings"]],
  ["Peter Hofmann", "member", 0, "receding", "grey", ["glasses"]],
  ["Yusuf Demir", "member", 2, "cropped", "black", ["beard"]],
  ["Charlotte Bauer", "member", 0, "long", "auburn", ["freckles"]],
  ["Diego Ramírez", "member", 3, "curly", "brown"],
  ["Ingrid Solberg", "member", 0, "bob", "white", ["glasses"]],
  ["Jamal Carter", "member", 4, "buzz", "black", ["beard"]],
  ["Katarina Novák", "member", 1, "ponytail", "brown", ["headband"]],
  ["Matteo Conti", "member", 2, "side", "black"],
  ["Hannah Schulz", "member", 0, "braids", "blond", ["freckles"]],
  ["Rajesh Iyer", "member", 4, "side", "black", ["moustache", "glasses"]],
  ["Elena Popescu", "member", 1, "long", "chestnut"],
  ["Samuel Okafor", "member", 5, "cropped", "black"],
  ["Miriam Adler", "member", 1, "curly", "auburn", ["glasses"]],
  ["Viktor Lund", "member", 0, "none", "", ["beard"]],
  ["Zoë van Dijk", "member", 0, "pixie", "red"],
  ["Andrés Molina", "member", 2, "quiff", "black", ["stubble"]],
  ["Bianca Rossi", "member", 2, "bun", "brown", ["earrings"]],
  ["Felix Wagner", "member", 1, "curly", "blond"],
  ["Grace Kim", "member", 1, "long", "black", ["headband"]],
  ["Henrik Dahl", "member", 0, "side", "grey", ["stubble"]],
  ["Leila Farouk", "member", 3, "headscarf", "", ["glasses"]],
  ["Noah Becker", "member", 1, "buzz", "brown"],
  ["Rosa Delgado", "member", 3, "wavy", "brown"],
  ["Simon Clarke", "member", 0, "cropped", "auburn", ["beard"]],
];

const lake: readonly Row[] = [
  ["Freya Nielsen", "staff", 0, "braids", "fair", [], "freya"],
  ["Gabriel Costa", "trainer", 3, "curly", "brown", ["beard"], "gabriel"],
  ["Hana Suzuki", "admin", 1, "bun", "black", ["glasses"], "hana"],
  ["Ivan Horvat", "member", 1, "cropped", "brown", ["stubble"], "ivan"],
  ["Julia Meier", "member", 0, "wavy", "chestnut", [], "julia"],
  ["Urs Baumann", "staff", 0, "receding", "white", ["moustache"]],
  ["Lindiwe Dlamini", "trainer", 5, "afro", "black", ["earrings"]],
  ["Nils Eriksson", "trainer", 0, "quiff", "blond"],
  ["Chloé Martin", "trainer", 1, "ponytail", "auburn", ["headband"]],
  ["Reto Zimmermann", "member", 1, "side", "grey", ["glasses"]],
  ["Alessia Ferrari", "member", 2, "long", "brown"],
  ["Beat Aebischer", "member", 0, "none", "", ["moustache"]],
  ["Carmen Ortiz", "member", 3, "bob", "black", ["earrings"]],
  ["Dario Brunner", "member", 1, "curly", "chestnut"],
  ["Esther Amsler", "member", 0, "pixie", "white"],
  ["Fabio Lombardi", "member", 2, "quiff", "black", ["beard"]],
  ["Ruth Gerber", "member", 0, "bob", "grey", ["glasses"]],
  ["Hassan Ali", "member", 4, "buzz", "black", ["beard"]],
  ["Isabelle Favre", "member", 1, "bun", "blond"],
  ["Joël Rochat", "member", 1, "receding", "brown", ["stubble"]],
  ["Kiran Patel", "member", 3, "side", "black", ["glasses"]],
  ["Lara Schmid", "member", 0, "ponytail", "blond", ["freckles"]],
  ["Milan Jovanović", "member", 1, "cropped", "black", ["stubble"]],
  ["Nora Huber", "member", 0, "curly", "red", ["freckles"]],
  ["Otto Frei", "member", 0, "receding", "white", ["glasses", "beard"]],
  ["Paula Santos", "member", 3, "wavy", "black"],
  ["Quentin Roux", "member", 1, "side", "auburn"],
  ["Thandi Nkosi", "member", 5, "braids", "black"],
  ["Werner Studer", "member", 0, "side", "white", ["moustache"]],
  ["Yara Mansour", "member", 2, "headscarf"],
];

export const people: readonly SeedPerson[] = [...city.map((row) => person("city", row)), ...lake.map((row) => person("lake", row))];

function person(gym: GymSlug, [name, role, tone, hair, colour, extra, account]: Row): SeedPerson {
  return {
    name,
    gym,
    role,
    look: { tone, hair, ...(colour && { colour }), extra: extra ?? [] },
    ...(account && { email: `${account}@demo.gymproluxe.example` }),
  };
}

/** The name as a file or an id spells it: `Zoë van Dijk` is `zoe-van-dijk`. */
export function slugOf(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
}

/** Members who answer while the demo runs. They sign in as a phone does, by the id that the main GymProLuxe API knows. */
export const simulatedMembers = ["Lena Fischer", "Marco Bianchi", "Carmen Ortiz"] as const;

/** The id of a person in the main GymProLuxe API. */
export function externalIdOf(name: string): string {
  return `demo-${slugOf(name)}`;
}
