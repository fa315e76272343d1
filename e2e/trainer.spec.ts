import { bubble, composer, expectTicks, openId, row, write } from "./screen";
import { expect, test } from "./test";

test("a trainer finds a member, writes first, and both see each other's messages, answers and ticks", async ({ gym, browsers }) => {
  const [ben, mia] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Mia Member")];
  const phone = await browsers.of(mia, { size: "phone" });
  await expect(phone.getByRole("heading", { name: "Chat" })).toBeVisible();
  const desk = await browsers.of(ben);
  await desk.getByRole("button", { name: "New conversation" }).first().click();
  const dialog = desk.getByRole("dialog", { name: "New conversation" });
  await dialog.getByRole("textbox", { name: "Find a person" }).fill("mia");
  await dialog.getByRole("button", { name: /Mia Member/ }).click();
  await expect(dialog).toHaveCount(0);
  const id = await openId(desk);
  await write(desk, "Shall we move Tuesday to six?");

  await expect(row(phone, "Ben Trainer")).toContainText("Shall we move Tuesday to six?");
  await expectTicks(desk, "Shall we move Tuesday", "delivered");
  await row(phone, "Ben Trainer").click();
  await expectTicks(desk, "Shall we move Tuesday", "read");

  await bubble(phone, "Shall we move Tuesday").hover();
  await bubble(phone, "Shall we move Tuesday").getByRole("button", { name: "Reply" }).click();
  await composer(phone).fill("Six is fine 👍");
  await phone.getByRole("button", { name: "Send" }).click();
  await expect(bubble(desk, "Six is fine 👍")).toContainText("Shall we move Tuesday to six?");
  expect(await gym.stored(id)).toEqual(["Shall we move Tuesday to six?", "Six is fine 👍"]);
});

test("a member finds the trainers of their gym, and nobody else", async ({ gym, browsers }) => {
  await gym.person("Ben Trainer", "trainer");
  await gym.person("Olga Member");
  const mia = await gym.person("Mia Member");
  const page = await browsers.of(mia, { size: "phone" });
  await page.getByRole("button", { name: "New conversation" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New conversation" });
  await expect(dialog.getByRole("button", { name: /Ben Trainer/ })).toBeVisible();
  await expect(dialog.getByText("Olga Member")).toHaveCount(0);
  await dialog.getByRole("textbox", { name: "Find a trainer" }).fill("olga");
  await expect(dialog.getByText("Nobody is called “olga”")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Find a trainer" }).fill("ben");
  await dialog.getByRole("button", { name: /Ben Trainer/ }).click();
  await write(page, "Hello Ben!");
  await expectTicks(page, "Hello Ben!", "sent");
  expect(await gym.countStored("Hello Ben!")).toBe(1);
});

test("opening the same pair twice, from both sides, leads to one conversation", async ({ gym, browsers }) => {
  const [ben, mia] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Mia Member")];
  const [desk, phone] = [await browsers.of(ben), await browsers.of(mia, { size: "phone" })];
  const open = async (page: typeof desk, name: RegExp) => {
    await page.getByRole("button", { name: "New conversation" }).first().click();
    await page.getByRole("dialog").getByRole("button", { name }).click();
    return openId(page);
  };
  const [fromDesk, fromPhone] = await Promise.all([open(desk, /Mia Member/), open(phone, /Ben Trainer/)]);
  expect(fromDesk).toBe(fromPhone);
});
