import * as z from "zod";
import type { Runtime } from "../platform/runtime";
import { SignInRefused } from "./sign-in-refusal";

const Input = z.object({ userId: z.uuid() });

const demoUser = {
  name: "accounts.demo-user",
  text: "select id from users where id = $1::uuid and is_demo and disabled_at is null",
};

/** The one-click sign-in of the demo gym: possible only while `DEMO` is on, and only for its own people. Throws `SignInRefused`. */
export async function signInAsDemo({ db, env }: Pick<Runtime, "db" | "env">, input: unknown): Promise<string> {
  if (!env.DEMO) throw new SignInRefused("DEMO_OFF");
  const parsed = Input.safeParse(input);
  const [row] = parsed.success ? await db.rows<{ id: string }>(demoUser, [parsed.data.userId]) : [];
  if (!row) throw new SignInRefused("UNKNOWN_AT_GYM");
  return row.id;
}
