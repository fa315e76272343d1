import type { Page } from "@playwright/test";
import { expectNoFindings } from "./axe";
import { entries, modeButton, note, noteField, replyField } from "./case-screen";
import { bubble, conversation, row, write } from "./screen";
import { expect, test } from "./test";

test("a note stands among the messages for colleagues, and nothing of it reaches the member", async ({ gym, browsers }) => {
  const [anna, greta, dan] = [
    await gym.person("Anna Desk", "staff"),
    await gym.person("Greta Desk", "staff"),
    await gym.person("Dan Member"),
  ];
  const id = await gym.conversation({ type: "support", people: [dan], messages: [{ by: dan, text: "My card is lost." }] });
  const canary = "xylophone-4711";
  const member = await browsers.of(dan, { size: "phone" });
  const heard: string[] = [];
  member.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => heard.push(String(payload))));
  member.on("response", async (response) => heard.push(await response.text().catch(() => "")));
  await member.goto(`/chat/${id}`);
  await expect(bubble(member, "My card is lost.")).toBeVisible();

  const [first, second] = [await browsers.of(anna), await browsers.of(greta)];
  for (const desk of [first, second]) await row(desk, "Dan Member").click();
  await modeButton(first, "Note").click();
  await expect(noteField(first)).toBeFocused();
  await expect(first.getByText("Only colleagues see this. Dan Member never does.")).toBeVisible();
  await noteField(first).fill(`Lost it twice before ${canary}, ask `);
  await noteField(first).press("@");
  await first.keyboard.type("gre");
  await first.keyboard.press("Enter");
  await expect(noteField(first)).toHaveValue(`Lost it twice before ${canary}, ask @Greta Desk `);
  await first.keyboard.press("Enter");
  for (const desk of [first, second]) await expect(note(desk, canary)).toBeVisible();
  await expect(note(second, canary).locator("[data-mention]")).toHaveText("@Greta Desk");
  await expect(noteField(first)).toHaveValue("");

  // What happens after it reaches the member: what was before would have, too.
  await modeButton(first, "Reply").click();
  await write(first, "We make you a new one.");
  await expect(bubble(member, "We make you a new one.")).toBeVisible();
  await member.reload();
  await expect(bubble(member, "We make you a new one.")).toBeVisible();
  expect(await member.content()).not.toContain(canary);
  expect(await kept(member)).not.toContain(canary);
  expect(heard.join("\n")).not.toContain(canary);
  expect(heard.join("\n")).toContain("We make you a new one.");
  expect(await gym.stored(id)).toEqual(["My card is lost.", "We make you a new one."]);
});

test("a note that was on its way when its page was closed says so on the next, and is saved once when its author wants it", async ({
  gym,
  browsers,
  pool,
}) => {
  const [anna, dan] = [await gym.person("Anna Desk", "staff"), await gym.person("Dan Member")];
  const id = await gym.conversation({ type: "support", people: [dan], messages: [{ by: dan, text: "My card is lost." }] });
  const stored = async () => (await pool.query("select content from notes where conversation_id = $1", [id])).rows;
  const page = await browsers.of(anna);
  let isHeld = true;
  await page.routeWebSocket(/\/api\/trpc/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((frame) => {
      if (!isHeld || !String(frame).includes("support.addNote")) server.send(frame);
    });
  });
  await page.goto(`/desk/${id}?view=support`);
  await expect(bubble(page, "My card is lost.")).toBeVisible();
  await page.keyboard.press("n");
  await expect(noteField(page)).toBeFocused();
  for (const text of ["Lost it twice before.", "Or so."]) {
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
    await expect(note(page, text)).toHaveAttribute("aria-busy", "true");
  }
  await page.reload();
  await expect(note(page, "Lost it twice before.")).toContainText("Not saved yet");
  await expect(note(page, "Or so.")).toContainText("Not saved yet");
  await expectNoFindings(page, "notes that are not saved");
  expect(await stored()).toEqual([]);
  isHeld = false;
  await note(page, "Or so.").getByRole("button", { name: "Delete" }).press("Enter");
  await expect(note(page, "Or so.")).toHaveCount(0);
  await note(page, "Lost it twice before.").getByRole("button", { name: "Try again" }).press("Enter");
  await expect(note(page, "Not saved yet")).toHaveCount(0);
  await expect.poll(stored).toEqual([{ content: "Lost it twice before." }]);
  await page.reload();
  await expect(note(page, "Lost it twice before.")).toHaveAttribute("aria-busy", "false");
  await expect(page.locator("[data-note]")).toHaveCount(1);
});

test("however quickly one switches, a note is never sent as a reply, nor a reply kept as a note", async ({ gym, browsers, pool }) => {
  const [anna, dan] = [await gym.person("Anna Desk", "staff"), await gym.person("Dan Member")];
  const id = await gym.conversation({ type: "support", people: [dan], messages: [{ by: dan, text: "Hello?" }] });
  const page = await browsers.of(anna);
  await row(page, "Dan Member").click();
  await expect(replyField(page)).toBeVisible();
  // In the page itself, stroke after stroke without a pause: faster than anybody could, and than any answer comes.
  await page.evaluate(async () => {
    const next = () => new Promise((resolve) => setTimeout(resolve, 0));
    const choose = (name: string) => {
      const buttons = [...document.querySelectorAll("button")];
      buttons.find((one) => one.textContent === name && one.ariaPressed !== null)?.click();
      return next();
    };
    const field = () => document.querySelector<HTMLTextAreaElement>("[data-compose] textarea");
    const type = (text: string) => {
      const element = field();
      if (!element) throw new Error("nothing to write in");
      Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")?.set?.call(element, text);
      element.dispatchEvent(new Event("input", { bubbles: true }));
      return next();
    };
    const enter = (element: Element | null) => {
      element?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    };
    // Notes and replies together stay below what one person may write in a second.
    for (let round = 1; round <= 7; round++) {
      await choose("Note");
      await type(`note ${round}`);
      const written = field();
      await choose("Reply");
      // Enter, late, to the field that has gone, and to the one that has come.
      enter(written);
      enter(field());
      if (round % 3 === 0) await type(`reply ${round}`);
      const reply = field();
      await choose("Note");
      enter(reply);
      // Twice in one turn.
      enter(field());
      enter(field());
      await next();
    }
  });
  await expect(note(page, "note 7")).toHaveCount(1);
  await expect(page.locator("[data-note][aria-busy=true]")).toHaveCount(0);
  const { rows } = await pool.query<{ content: string }>("select content from notes where conversation_id = $1", [id]);
  const written = rows.map(({ content }) => content);
  expect(written.sort()).toEqual(Array.from({ length: 7 }, (_, at) => `note ${at + 1}`).sort());
  expect((await gym.stored(id)).filter((content) => content.startsWith("note "))).toEqual([]);
});

test("each conversation keeps a draft of the reply and one of the note, over a reload too", async ({ gym, browsers }) => {
  const [anna, dan, eve] = [await gym.person("Anna Desk", "staff"), await gym.person("Dan Member"), await gym.person("Eve Member")];
  for (const one of [dan, eve])
    await gym.conversation({ type: "support", people: [one], messages: [{ by: one, text: `Hello from ${one.name}` }] });
  const page = await browsers.of(anna);
  await row(page, "Dan Member").click();
  await replyField(page).fill("A reply to Dan");
  await modeButton(page, "Note").click();
  await noteField(page).fill("A note on Dan");
  await row(page, "Eve Member").click();
  await expect(replyField(page)).toHaveValue("");
  await replyField(page).fill("A reply to Eve");
  await row(page, "Dan Member").click();
  await expect(replyField(page)).toHaveValue("A reply to Dan");
  // The draft is kept within a moment; hiding the page writes it down.
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await expect(async () => {
    await page.reload();
    await expect(replyField(page)).toHaveValue("A reply to Dan", { timeout: 2_000 });
  }).toPass();
  await modeButton(page, "Note").click();
  await expect(noteField(page)).toHaveValue("A note on Dan");
});

test("what was done stands among the messages at its place", async ({ gym, browsers }) => {
  const [anna, dan] = [await gym.person("Anna Desk", "staff"), await gym.person("Dan Member")];
  await gym.conversation({ type: "support", people: [dan], messages: [{ by: dan, text: "Hello?" }] });
  const page = await browsers.of(anna);
  await row(page, "Dan Member").click();
  await page
    .getByRole("button", { name: /Claim|Take the case/ })
    .first()
    .click();
  await expect(entries(page, "assigned")).toContainText("You took the case");
  await write(page, "Here I am.");
  const order = await conversation(page).locator("[data-entry], [data-message]").allTextContents();
  expect(order.map((text) => ["Hello?", "You took the case", "Here I am."].find((part) => text.includes(part)))).toEqual([
    "Hello?",
    "You took the case",
    "Here I am.",
  ]);
});

/** Everything that a page keeps on its device. */
function kept(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const all: unknown[] = [{ ...localStorage }];
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      for (const store of database.objectStoreNames) {
        const reading = database.transaction(store).objectStore(store).getAll();
        all.push(await new Promise((resolve) => (reading.onsuccess = () => resolve(reading.result))));
      }
      database.close();
    }
    return JSON.stringify(all);
  });
}
