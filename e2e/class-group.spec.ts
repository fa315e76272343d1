import { bubble, conversation, openId, row, write } from "./screen";
import { expect, test } from "./test";

test("a trainer makes a class of five, all five see what is written, and the writer sees who has", async ({ gym, browsers }) => {
  const ben = await gym.person("Ben Trainer", "trainer");
  const members = [];
  for (const name of ["Ana One", "Bob Two", "Cem Three", "Dea Four"]) members.push(await gym.person(name));
  const desk = await browsers.of(ben);
  await desk.getByRole("button", { name: "New conversation" }).first().click();
  await desk.getByRole("button", { name: /Class group/ }).click();
  const dialog = desk.getByRole("dialog", { name: "New class group" });
  await dialog.getByRole("button", { name: "Create group" }).click();
  await expect(dialog.getByText("A group needs a name.")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Name" }).fill("Spin, Monday 18:00");
  for (const { name } of members) await dialog.getByRole("button", { name: new RegExp(`^${name}`) }).click();
  await dialog.getByRole("button", { name: "Create with 4 people" }).click();
  const id = await openId(desk);

  const phones = [];
  for (const member of members) phones.push(await browsers.of(member, { size: "phone" }));
  for (const phone of phones) await expect(row(phone, "Spin, Monday 18:00")).toBeVisible();
  await write(desk, "Bring a towel today.");
  for (const phone of phones) await expect(row(phone, "Spin, Monday 18:00")).toContainText("Bring a towel today.");

  const [first, second] = phones;
  if (!first || !second) throw new Error("two phones were opened");
  await row(first, "Spin").click();
  await expect(bubble(first, "Bring a towel today.")).toBeVisible();
  await expect(conversation(desk).getByText("Seen by Ana")).toBeVisible();
  await row(second, "Spin").click();
  await expect(conversation(desk).getByText("Seen by Bob, Ana")).toBeVisible();
  for (const phone of phones.slice(2)) await row(phone, "Spin").click();
  await expect(conversation(desk).getByText(/Seen by \w+, \w+ \+2/)).toBeVisible();

  await write(first, "I have two.");
  for (const page of [desk, ...phones.slice(1)]) {
    await expect(bubble(page, "I have two.")).toBeVisible();
    await expect(bubble(page, "I have two.")).toHaveAccessibleName(/^Ana One, /);
  }
  expect(await gym.stored(id)).toEqual(["Bring a towel today.", "I have two."]);
});

test("who is added sees the group at once, and who is removed sees nothing of what is written afterwards", async ({ gym, browsers }) => {
  const ben = await gym.person("Ben Trainer", "trainer");
  const [ana, bob] = [await gym.person("Ana One"), await gym.person("Bob Two")];
  await gym.conversation({ type: "group", name: "Yoga", people: [ben, ana], messages: [{ by: ben, text: "Welcome to yoga." }] });
  const desk = await browsers.of(ben, { size: "wide" });
  const phone = await browsers.of(bob, { size: "phone" });
  await expect(phone.getByText("Ask us anything about your gym")).toBeVisible();
  await row(desk, "Yoga").click();
  await desk.getByRole("button", { name: "Add", exact: true }).click();
  const dialog = desk.getByRole("dialog", { name: "Add people" });
  await dialog.getByRole("button", { name: /Bob Two/ }).click();
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await row(phone, "Yoga").click();
  await write(desk, "Bob is with us now.");
  await expect(bubble(phone, "Bob is with us now.")).toBeVisible();

  await desk.getByRole("button", { name: "More about Bob Two" }).click();
  await desk.getByRole("menuitem", { name: "Remove from the group" }).click();
  await desk.getByRole("dialog", { name: "Remove Bob Two?" }).getByRole("button", { name: "Remove" }).click();
  await expect(phone.getByText(/You are no longer part of this conversation|This conversation does not exist/)).toBeVisible();
  await write(desk, "Only Ana may read this.");
  const other = await browsers.of(ana, { size: "phone" });
  await row(other, "Yoga").click();
  await expect(bubble(other, "Only Ana may read this.")).toBeVisible();
  await expect(phone.getByText("Only Ana may read this.")).toHaveCount(0);
  await phone.reload();
  await expect(phone.getByText("Only Ana may read this.")).toHaveCount(0);
  await phone.goto("/chat");
  await expect(phone.getByText("Ask us anything about your gym")).toBeVisible();
  await expect(row(phone, "Yoga")).toHaveCount(0);
});

test("a member who leaves a group is out of it on all screens", async ({ gym, browsers }) => {
  const [ben, ana] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Ana One")];
  await gym.conversation({ type: "group", name: "Rowing", people: [ben, ana], messages: [{ by: ben, text: "See you on Friday." }] });
  const [desk, phone] = [await browsers.of(ben, { size: "wide" }), await browsers.of(ana, { size: "phone" })];
  await row(desk, "Rowing").click();
  await expect(conversation(desk).getByText("2 participants")).toBeVisible();
  await row(phone, "Rowing").click();
  await phone.getByTitle("Show details").click();
  await phone.getByRole("button", { name: "Leave the group" }).click();
  await phone.getByRole("dialog", { name: "Leave Rowing?" }).getByRole("button", { name: "Leave" }).click();
  await expect(row(phone, "Rowing")).toHaveCount(0);
  await expect(conversation(desk).getByText("1 participant")).toBeVisible();
});
