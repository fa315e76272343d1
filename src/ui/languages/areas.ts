import type { Language } from "@/shared/languages";
import type admin from "@/ui/messages/en/admin.json";
import type caseTexts from "@/ui/messages/en/case.json";
import type chat from "@/ui/messages/en/chat.json";
import type common from "@/ui/messages/en/common.json";
import type errors from "@/ui/messages/en/errors.json";
import type failure from "@/ui/messages/en/failure.json";
import type frame from "@/ui/messages/en/frame.json";
import type reports from "@/ui/messages/en/reports.json";
import type signIn from "@/ui/messages/en/sign-in.json";

/** All texts, area by area, with the keys of the English ones. */
export interface Texts {
  admin: typeof admin;
  case: typeof caseTexts;
  chat: typeof chat;
  common: typeof common;
  errors: typeof errors;
  failure: typeof failure;
  frame: typeof frame;
  reports: typeof reports;
  "sign-in": typeof signIn;
}

/** A part of the texts that is loaded as one. */
export type Area = keyof Texts;

/** What each home says. Other pages of the desk have areas of their own. */
export const chatAreas = ["common", "errors", "chat"] as const satisfies Area[];
export const deskAreas = [...chatAreas, "frame", "case"] as const satisfies Area[];

type Loaders = { readonly [A in Area]: () => Promise<{ default: Texts[A] }> };

/** Written out, so that each becomes a file of its own. */
const loaders: Record<Language, Loaders> = {
  en: {
    admin: () => import("@/ui/messages/en/admin.json"),
    case: () => import("@/ui/messages/en/case.json"),
    chat: () => import("@/ui/messages/en/chat.json"),
    common: () => import("@/ui/messages/en/common.json"),
    errors: () => import("@/ui/messages/en/errors.json"),
    failure: () => import("@/ui/messages/en/failure.json"),
    frame: () => import("@/ui/messages/en/frame.json"),
    reports: () => import("@/ui/messages/en/reports.json"),
    "sign-in": () => import("@/ui/messages/en/sign-in.json"),
  },
  de: {
    admin: () => import("@/ui/messages/de/admin.json"),
    case: () => import("@/ui/messages/de/case.json"),
    chat: () => import("@/ui/messages/de/chat.json"),
    common: () => import("@/ui/messages/de/common.json"),
    errors: () => import("@/ui/messages/de/errors.json"),
    failure: () => import("@/ui/messages/de/failure.json"),
    frame: () => import("@/ui/messages/de/frame.json"),
    reports: () => import("@/ui/messages/de/reports.json"),
    "sign-in": () => import("@/ui/messages/de/sign-in.json"),
  },
};

/** The texts of some areas in one language. Rejects when one cannot be loaded. */
export async function loadAreas(language: Language, areas: readonly Area[]): Promise<Partial<Texts>> {
  const entries = areas.map(async (area) => [area, (await loaders[language][area]()).default] as const);
  return Object.fromEntries(await Promise.all(entries));
}
