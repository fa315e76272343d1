import { bubble, composer, expectTicks, openId, row, typing, write } from "./screen";
import { expect, test } from "./test";

test("a member asks the front desk from a phone, and staff see it come in, answer it, and see it delivered and then read", async ({
  gym,
  browsers,
}) => {
  const anna = await gym.person("Anna Desk", "staff");
  const dan = await gym.person("Dan Member");
  const desk = await browsers.of(anna);
  await expect(desk.getByRole("tab", { name: /Unassigned/ })).toBeVisible();
  await expect(desk.getByText("Every case has somebody.")).toBeVisible();

  const phone = await browsers.of(dan, { size: "phone" });
  await phone.getByRole("button", { name: "Front desk" }).click();
  await phone.getByRole("textbox", { name: "What is it about?" }).fill("My locker");
  await phone.getByRole("button", { name: "Start chatting" }).click();
  const id = await openId(phone);
  await write(phone, "My locker does not open any more.");
  await expectTicks(phone, "My locker does not open", "sent");

  // It comes in by itself: nothing has been loaded again since the page was empty.
  await expect(row(desk, "Dan Member")).toContainText("My locker does not open any more.");
  await expect(desk.getByRole("button", { name: "Support, 1 waiting" })).toBeVisible();
  await row(desk, "Dan Member").click();
  await expect(bubble(desk, "My locker does not open any more.")).toBeVisible();

  await composer(phone).pressSequentially("It is number 45");
  await expect(typing(desk)).toHaveText("Dan is typing…");
  await phone.getByRole("button", { name: "Send" }).click();
  await expect(bubble(desk, "It is number 45")).toBeVisible();
  await expect(typing(desk)).toHaveCount(0);
  await composer(desk).pressSequentially("We come and");
  await expect(typing(phone)).toHaveText("Anna is typing…");
  await composer(desk).fill("");

  await phone.getByRole("button", { name: "Back to conversations" }).click();
  await write(desk, "We come and open it for you.");
  await expectTicks(desk, "We come and open it", "delivered");
  await expect(row(phone, "Front desk")).toContainText("We come and open it for you.");
  await expect(row(phone, "Front desk")).toContainText("1 unread");
  await expect(phone).toHaveTitle("(1) GymProLuxe Chat");
  expect(await gym.watermarks(id, dan)).toMatchObject({ delivered: 3, read: 2, last: 3 });

  await row(phone, "Front desk").click();
  await expect(bubble(phone, "We come and open it for you.")).toBeVisible();
  await expectTicks(desk, "We come and open it", "read");
  await expect(phone).toHaveTitle("GymProLuxe Chat");
  await expect(async () => expect(await gym.watermarks(id, dan)).toMatchObject({ read: 3 })).toPass();
  expect(await gym.stored(id)).toEqual(["My locker does not open any more.", "It is number 45", "We come and open it for you."]);
});

test("a second front desk sees the same case and the colleague's answer as it is written", async ({ gym, browsers }) => {
  const [anna, greta, dan] = [
    await gym.person("Anna Desk", "staff"),
    await gym.person("Greta Desk", "staff"),
    await gym.person("Dan Member"),
  ];
  await gym.conversation({ type: "support", people: [dan], messages: [{ by: dan, text: "Are you open on Sunday?" }] });
  const [first, second] = [await browsers.of(anna), await browsers.of(greta)];
  for (const desk of [first, second]) {
    await row(desk, "Dan Member").click();
    await expect(bubble(desk, "Are you open on Sunday?")).toBeVisible();
  }
  await write(first, "Yes, from eight to eight.");
  await expect(bubble(second, "Yes, from eight to eight.")).toBeVisible();
  await expect(bubble(second, "Yes, from eight to eight.")).toHaveAccessibleName(/^Anna Desk, /);
});

test("every waiting case is in the queue, also when the inbox is answered after it", async ({ gym, browsers }) => {
  const [anna, eve] = [await gym.person("Anna Desk", "staff"), await gym.person("Eve Member")];
  await gym.conversation({
    type: "direct",
    people: [anna, eve],
    messages: [{ by: eve, text: "Hello Anna" }],
    unread: new Map([[anna, 1]]),
  });
  for (const name of ["Ada", "Bo", "Cem"]) {
    const member = await gym.person(`${name} Waiting`);
    await gym.conversation({ type: "support", people: [member], messages: [{ by: member, text: "Is anybody there?" }] });
  }
  const desk = await browsers.of(anna);
  await expect(row(desk, "Is anybody there?")).toHaveCount(3);
  await desk.routeWebSocket(/\/api\/trpc/, (page) => {
    const server = page.connectToServer();
    let hasQueue = false;
    const held: (string | Buffer)[] = [];
    server.onMessage((message) => {
      hasQueue ||= message.includes('"counts"');
      if (!hasQueue && message.includes("Hello Anna")) held.push(message);
      else for (const next of [message, ...held.splice(0, hasQueue ? held.length : 0)]) page.send(next);
    });
  });
  await desk.reload();
  await expect(desk.getByRole("button", { name: "Inbox, 1 waiting" })).toBeVisible();
  await expect(row(desk, "Is anybody there?")).toHaveCount(3);
});

test("a member sees nothing of another member's talk with the front desk", async ({ gym, browsers }) => {
  const [dan, eve] = [await gym.person("Dan Member"), await gym.person("Eve Member")];
  const id = await gym.conversation({ type: "support", people: [dan], messages: [{ by: dan, text: "Please keep this between us." }] });
  const page = await browsers.of(eve, { at: `/chat/${id}` });
  await expect(page.getByText("This conversation could not be loaded")).toBeVisible();
  await expect(page.getByText("This conversation does not exist, or you are not part of it.")).toBeVisible();
  await expect(page.getByText("Please keep this between us.")).toHaveCount(0);
});
