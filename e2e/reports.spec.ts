import type { Page } from "@playwright/test";
import { expectNoFindings, isLookedAt } from "./axe";
import { demoPage } from "./demo-gym";
import { bubble, row, write } from "./screen";
import { expect, type Size, test } from "./test";

const tile = (page: Page, name: string) => page.locator("dl > div").filter({ hasText: name }).locator("dd").first();

test("the board changes by itself while a member waits and is answered, and the report opens what it counted", async ({
  gym,
  browsers,
}) => {
  const [anna, clara, dan] = [
    await gym.person("Anna Desk", "staff"),
    await gym.person("Clara Desk", "admin"),
    await gym.person("Dan Member"),
  ];
  const board = await browsers.of(clara, { at: "/desk/board" });
  await expect(tile(board, "Waiting")).toHaveText("0");

  const phone = await browsers.of(dan, { size: "phone" });
  await phone.getByRole("button", { name: "Front desk" }).click();
  await phone.getByRole("textbox", { name: "What is it about?" }).fill("My locker");
  await phone.getByRole("button", { name: "Start chatting" }).click();
  await write(phone, "It does not open.");
  await expect(tile(board, "Waiting")).toHaveText("1");
  await expect(
    board
      .getByRole("row", { name: /Nobody yet/ })
      .getByRole("link", { name: "1", exact: true })
      .first(),
  ).toBeVisible();

  const desk = await browsers.of(anna);
  await row(desk, "Dan Member").click();
  await expect(bubble(desk, "It does not open.")).toBeVisible();
  await write(desk, "We come and open it.");
  await expect(tile(board, "Waiting")).toHaveText("0");
  await expect(board.getByRole("link", { name: /^Messages out 1$/ })).toBeVisible();

  await board.goto("/desk/reports");
  await board.getByRole("link", { name: /^First reply$/ }).click();
  const line = board.getByRole("row", { name: /Dan Member/ });
  await expect(line).toContainText("Anna Desk");
  await expect(line).toContainText("My locker");
  await board.goBack();
  await board.getByRole("link", { name: /^Opened 1$/ }).click();
  await board.getByRole("link", { name: "Dan Member" }).click();
  await expect(bubble(board, "We come and open it.")).toBeVisible();
});

test("a table is downloaded as it is counted", async ({ gym, browsers }) => {
  const anna = await gym.person("Anna Desk", "staff");
  const page = await browsers.of(anna, { at: "/desk/reports?from=2026-03-01&to=2026-03-03" });
  const downloading = page.waitForEvent("download");
  await page.getByRole("region", { name: "By day" }).getByRole("button", { name: "CSV" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("days-2026-03-01-2026-03-03.csv");
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const lines = Buffer.concat(chunks).toString("utf8").split("\r\n");
  expect(lines[0]).toMatch(/^\uFEFFfrom,to,opened,reopened,resolved/);
  expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual(["2026-03-01", "2026-03-02", "2026-03-03", ""]);
});

test("days that make no span are refused at the field, and whoever may not see reports is led home", async ({ gym, browsers }) => {
  const page = await browsers.of(await gym.person("Anna Desk", "staff"), { at: "/desk/reports?from=2026-03-01&to=2026-03-03" });
  await page.getByLabel("To", { exact: true }).fill("2026-02-01");
  await expect(page.getByText("This day is before the first one.")).toBeVisible();
  await page.getByLabel("To", { exact: true }).fill("2026-03-09");
  await expect(page).toHaveURL(/from=2026-03-01&to=2026-03-09/);
  await page.goto("/desk/admin");
  await expect(page).toHaveURL(/\/desk$/);
  const trainer = await browsers.of(await gym.person("Ben Trainer", "trainer"), { at: "/desk/reports" });
  await expect(trainer).toHaveURL(/\/desk$/);
});

for (const size of ["phone", "laptop"] satisfies Size[]) {
  if (isLookedAt(size, "phone"))
    test(`axe finds nothing on the board, the reports and their rows (${size})`, async ({ browsers }) => {
      test.setTimeout(120_000);
      const page = await demoPage(browsers, "anna", { size, at: "/desk/board" });
      await expect(page.getByRole("table")).toBeVisible();
      await expectNoFindings(page, "the board");
      await page.goto("/desk/reports");
      await expect(page.locator("canvas")).toHaveCount(2);
      await expectNoFindings(page, "the report");
      await page.getByRole("link", { name: /^First reply$/ }).click();
      await expect(page.getByRole("table")).toBeVisible();
      await expectNoFindings(page, "rows");
      await page.goto("/desk/reports?from=2020-01-01&to=2020-01-02");
      await expect(page.getByText("Nothing happened here in these days.").first()).toBeVisible();
      await expectNoFindings(page, "an empty report");
    });
}
