import { caseBar, movedOn, notice, replyField, viewers } from "./case-screen";
import { bubble, composer, row, write } from "./screen";
import { expect, test } from "./test";

test("whoever answers after a colleague has answered is stopped, sees it, and sends knowingly or not at all", async ({ gym, browsers }) => {
  const [anna, greta, dan] = [
    await gym.person("Anna Desk", "staff"),
    await gym.person("Greta Desk", "staff"),
    await gym.person("Dan Member"),
  ];
  const id = await gym.conversation({ type: "support", people: [dan], messages: [{ by: dan, text: "Are you open on Sunday?" }] });
  const [first, second] = [await browsers.of(anna), await browsers.of(greta)];
  for (const desk of [first, second]) {
    await row(desk, "Dan Member").click();
    await expect(bubble(desk, "Are you open on Sunday?")).toBeVisible();
  }
  await expect(viewers(first)).toContainText("Greta Desk is here");

  // Both write at the same time, and see each other do so.
  await replyField(second).pressSequentially("No, we are closed.");
  await expect(viewers(first)).toContainText("Greta Desk is replying");
  await write(first, "Yes, from eight to eight.");

  // At the moment of sending, before anybody could have read it.
  await replyField(second).press("Enter");
  await expect(movedOn(second)).toContainText("Yes, from eight to eight.");
  await expect(replyField(second)).toHaveValue("No, we are closed.");
  expect(await gym.stored(id)).toEqual(["Are you open on Sunday?", "Yes, from eight to eight."]);

  await replyField(second).fill("As Anna says.");
  await replyField(second).press("Enter");
  await expect(movedOn(second)).toHaveCount(0);
  await expect(bubble(first, "As Anna says.")).toBeVisible();
  expect(await gym.stored(id)).toEqual(["Are you open on Sunday?", "Yes, from eight to eight.", "As Anna says."]);
});

test("what the server stops comes back as the draft, although the newer message was not here yet", async ({ gym, browsers }) => {
  const [anna, greta, dan] = [
    await gym.person("Anna Desk", "staff"),
    await gym.person("Greta Desk", "staff"),
    await gym.person("Dan Member"),
  ];
  const id = await gym.conversation({ type: "support", people: [dan], messages: [{ by: dan, text: "Where is the sauna?" }] });
  const first = await browsers.of(anna);
  const second = await browsers.of(greta);
  await row(first, "Dan Member").click();
  await expect(bubble(first, "Where is the sauna?")).toBeVisible();
  // From now on nothing that others write reaches the second desk until it has sent.
  let isHeld = false;
  const held: (() => void)[] = [];
  await second.routeWebSocket(/\/api\/trpc/, (page) => {
    const server = page.connectToServer();
    server.onMessage((message) => {
      if (isHeld && message.includes("Downstairs")) held.push(() => page.send(message));
      else page.send(message);
    });
  });
  await second.reload();
  await row(second, "Dan Member").click();
  await expect(bubble(second, "Where is the sauna?")).toBeVisible();
  isHeld = true;
  await write(first, "Downstairs, on the left.");
  await expect(async () => expect(await gym.stored(id)).toHaveLength(2)).toPass();
  await replyField(second).fill("Upstairs.");
  await replyField(second).press("Enter");
  await expect(movedOn(second)).toContainText("newer messages are on their way");
  await expect(replyField(second)).toHaveValue("Upstairs.");
  for (const send of held.splice(0)) send();
  isHeld = false;
  await expect(movedOn(second)).toContainText("Downstairs, on the left.");
  expect(await gym.stored(id)).toHaveLength(2);
});

test("of two who take the same case one gets it, and the other is told by whom it was taken", async ({ gym, browsers }) => {
  const [anna, greta, dan] = [
    await gym.person("Anna Desk", "staff"),
    await gym.person("Greta Desk", "staff"),
    await gym.person("Dan Member"),
  ];
  await gym.conversation({ type: "support", people: [dan], messages: [{ by: dan, text: "Hello?" }] });
  const [first, second] = [await browsers.of(anna), await browsers.of(greta)];
  for (const desk of [first, second]) {
    await row(desk, "Dan Member").click();
    await expect(caseBar(desk).getByRole("button", { name: /Claim|Take the case/ })).toBeVisible();
  }
  const claim = (desk: typeof first) =>
    caseBar(desk)
      .getByRole("button", { name: /Claim|Take the case/ })
      .click();
  await Promise.all([claim(first), claim(second)]);
  const told = await Promise.race([
    notice(second, "Anna Desk was faster")
      .waitFor()
      .then(() => "Anna Desk"),
    notice(first, "Greta Desk was faster")
      .waitFor()
      .then(() => "Greta Desk"),
    // Their clicks were further apart than an event takes: then the second saw it taken.
    caseBar(second)
      .getByRole("button", { name: "Assigned to Anna Desk" })
      .waitFor()
      .then(() => "Anna Desk"),
  ]);
  for (const desk of [first, second]) await expect(caseBar(desk).getByRole("button", { name: `Assigned to ${told}` })).toBeVisible();
});

test("a reply that names what is not known is not sent, and says what is missing", async ({ gym, browsers, pool }) => {
  const [anna, dan] = [await gym.person("Anna Desk", "staff"), await gym.person("Dan Member")];
  const id = await gym.conversation({ type: "support", people: [dan], messages: [{ by: dan, text: "When does it end?" }] });
  await pool.query("insert into canned_replies (id, gym_id, owner_id, shortcut, content) values (gen_random_uuid(), $1, null, 'end', $2)", [
    gym.id,
    "Dear {{member.firstName}}, it ends on {{contract.end}}. {{me.firstName}}",
  ]);
  const page = await browsers.of(anna);
  await row(page, "Dan Member").click();
  await composer(page).press("/");
  const panel = page.getByRole("dialog", { name: "Canned replies" });
  await page.keyboard.type("end");
  await expect(panel.locator("[data-preview]")).toContainText("Dear Dan, it ends on");
  await page.keyboard.press("Enter");
  await expect(composer(page)).toHaveValue("Dear Dan, it ends on {{contract.end}}. Anna");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Fill in first: contract.end")).toBeVisible();
  expect(await gym.stored(id)).toEqual(["When does it end?"]);
  await composer(page).fill("Dear Dan, it ends in May. Anna");
  await page.keyboard.press("Enter");
  await expect(bubble(page, "it ends in May")).toBeVisible();
});
