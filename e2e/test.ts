/** What every spec starts from: a gym of its own, people in browsers of their own, and no error in any console. */
import { type BrowserContext, test as base, devices, expect, type Page } from "@playwright/test";
import pg from "pg";
import { Gym, type GymPerson, password } from "./gym";

const sizes = {
  phone: {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 2,
    userAgent: devices["Pixel 7"].userAgent,
  },
  laptop: { viewport: { width: 1366, height: 768 } },
  wide: { viewport: { width: 1920, height: 1080 } },
  picture: { viewport: { width: 1440, height: 860 }, deviceScaleFactor: 1.5 },
} as const;

export type Size = keyof typeof sizes;

interface BrowserOptions {
  size?: Size;
  theme?: "light" | "dark";
  /** Another server than the one of the run. */
  url?: string;
  /** `false`: what the page is before any script has run. */
  scripts?: boolean;
  /** Where somebody who is signed in begins; their own first page by default. */
  at?: string;
}

/** Opens browsers, each a person's own, and gathers what goes wrong in them. */
export interface Browsers {
  /** A browser in which nobody is signed in. */
  stranger(options?: BrowserOptions): Promise<Page>;
  /** A browser in which this person is signed in, on their first page or `at` another. */
  of(person: GymPerson, options?: BrowserOptions): Promise<Page>;
  /** Console errors that this test brings about on purpose, such as a refused sign-in. */
  expectError(pattern: RegExp): void;
}

interface Fixtures {
  gym: Gym;
  browsers: Browsers;
}

interface WorkerFixtures {
  pool: pg.Pool;
}

export const runUrl = () => process.env.E2E_URL ?? "";

export const test = base.extend<Fixtures, WorkerFixtures>({
  pool: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from this pattern which fixtures are needed
    async ({}, use) => {
      const pool = new pg.Pool({ connectionString: process.env.E2E_DATABASE_URL, max: 3 });
      await use(pool);
      await pool.end();
    },
    { scope: "worker" },
  ],
  gym: async ({ pool }, use) => {
    await use(await Gym.open(pool));
  },
  browsers: async ({ browser, locale, timezoneId }, use) => {
    const contexts: BrowserContext[] = [];
    const errors: string[] = [];
    const expected: RegExp[] = [];
    const stranger = async ({ size = "laptop", theme = "light", url = runUrl(), scripts = true }: BrowserOptions = {}) => {
      const context = await browser.newContext({
        ...sizes[size],
        locale,
        timezoneId,
        colorScheme: theme,
        baseURL: url,
        reducedMotion: "reduce",
        javaScriptEnabled: scripts,
        extraHTTPHeaders: { "x-forwarded-for": networkAddress() },
      });
      contexts.push(context);
      watch(context, errors);
      return context.newPage();
    };
    await use({
      stranger,
      async of(person, options) {
        const page = await stranger(options);
        await signIn(page, person.email);
        await comeHome(page, options?.at);
        return page;
      },
      expectError: (pattern) => void expected.push(pattern),
    });
    for (const context of contexts) await context.close();
    expect(errors.filter((error) => !expected.some((pattern) => pattern.test(error)))).toEqual([]);
  },
});

/** Signs in as the sign-in page does, without looking at it. */
export async function signIn(page: Page, email: string, secret = password): Promise<void> {
  const { csrfToken } = await (await page.request.get("/api/auth/csrf")).json();
  const form = { csrfToken, email, password: secret, json: "true", callbackUrl: "/" };
  const answer = await page.request.post("/api/auth/callback/password", { form });
  expect(answer.ok()).toBe(true);
}

/** Goes to the front page and waits until it has led to the own place; or straight to another one. */
export async function comeHome(page: Page, at?: string): Promise<void> {
  await page.goto(at ?? "/");
  if (at) return;
  await page.waitForURL(/\/(chat|desk)$/);
}

/** Hears every page and worker of a browser: console errors and warnings of the policy, uncaught errors, broken pages. */
function watch(context: BrowserContext, errors: string[]): void {
  context.on("console", (message) => {
    const isPolicy = /content security policy/i.test(message.text());
    if (message.type() === "error" || isPolicy) errors.push(`${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => errors.push(error.error().stack ?? String(error.error())));
  context.on("page", (page) => page.on("crash", () => errors.push("the page crashed")));
}

/** One of the addresses that are kept for documentation and never used. */
function networkAddress(): string {
  const part = () => Math.floor(Math.random() * 256);
  return `198.${18 + (part() % 2)}.${part()}.${part()}`;
}

export { expect } from "@playwright/test";
