/** The people of the demo gym, for specs that need a gym that looks lived in and change nothing in it. */
import type { Page } from "@playwright/test";
import { demoPassword } from "../prisma/seed/people";
import { type Browsers, comeHome, signIn } from "./test";

export type DemoPerson = "anna" | "ben" | "clara" | "dan" | "emma";

/** A browser in which a demo account is signed in, on its first page. */
export async function demoPage(browsers: Browsers, person: DemoPerson, options?: Parameters<Browsers["stranger"]>[0]): Promise<Page> {
  const page = await browsers.stranger(options);
  await signIn(page, `${person}@demo.gymproluxe.example`, demoPassword);
  await comeHome(page, options?.at);
  return page;
}
