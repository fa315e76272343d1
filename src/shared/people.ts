import * as z from "zod";
import { Id } from "./ids";
import { limits } from "./limits";
import { line } from "./text-inputs";

export const Role = z.enum(["member", "trainer", "staff", "admin"]);
/** What a user is in their gym. */
export type Role = z.infer<typeof Role>;

/** A user as others see them. */
export interface Person {
  id: string;
  name: string;
  /** A path on this server or an https address, or `null`. */
  avatarUrl: string | null;
  role: Role;
}

/** Where people belong. */
export interface Gym {
  id: string;
  slug: string;
  name: string;
  /** IANA time zone. */
  timeZone: string;
}

/** A gym at whose desk somebody works. */
export type DeskGym = Pick<Gym, "id" | "name" | "timeZone">;

/** The answer of `auth.me`. */
export interface Me extends Person {
  gym: Gym;
  /** The gyms at whose desk the caller works, their own first, then by name; none for members and trainers. */
  desks: DeskGym[];
  /** When this sign-in ends unless it is renewed (ISO). */
  expiresAt: string;
}

/** Looks for people whom the caller may write to. */
export const SearchUsersInput = z.object({
  /** Part of a name; empty lists everybody the caller may reach. */
  query: z.string().trim().max(limits.searchQueryCharactersMax).default(""),
  role: Role.optional(),
  cursor: z.string().max(200).nullish(),
  limit: z.number().int().min(1).max(limits.pageMax).default(limits.pageDefault),
});
export type SearchUsersInput = z.infer<typeof SearchUsersInput>;

/** Shuts somebody out, or lets them in again. */
export const SetDisabledInput = z.object({ userId: Id, disabled: z.boolean() });

/** A page of people; `nextCursor` asks for the next one. */
export interface PersonPage {
  items: Person[];
  nextCursor: string | null;
}

const Slug = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, "must be a slug such as city-west");

/** The body of `POST /api/auth/chat-token`. */
export const ChatTokenRequest = z
  .object({
    /** The user's id in the main GymProLuxe API. */
    externalId: line(200),
    name: line(120),
    role: Role,
    /** The gym's slug; an unknown one is created. */
    gym: Slug,
    /** The gyms at whose desk they work beside that of their own; all of them, in place of those before. Left out they stay. */
    desks: z
      .array(Slug)
      .max(limits.desksMax - 1)
      .optional(),
    avatarUrl: z
      .url({ protocol: /^https$/ })
      .max(500)
      .nullish(),
  })
  .refine(({ role, desks = [] }) => desks.length === 0 || role === "staff" || role === "admin", {
    path: ["desks"],
    message: "are for staff and admins",
  });
export type ChatTokenRequest = z.infer<typeof ChatTokenRequest>;

/** What signs a connection in where no cookie does. */
export interface ChatToken {
  token: string;
  /** ISO. */
  expiresAt: string;
}

/** A newer token for the socket that this comes over. */
export const RenewInput = z.object({ token: z.string().min(1).max(4096) });
