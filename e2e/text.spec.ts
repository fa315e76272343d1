import { bubble, composer, conversation, row, write } from "./screen";
import { expect, test } from "./test";

const payloads = [
  `<script>document.title = "broken in"</script>`,
  `<img src=x onerror="document.title='broken in'">`,
  `<b>bold?</b> &lt;i&gt; &amp; <style>*{display:none}</style>`,
  `"><svg/onload=alert(1)> \${7*7} {{7*7}} %00`,
  `[a link](javascript:alert(1)) javascript:alert(1) data:text/html,<h1>x</h1>`,
];

test("what people write is shown as they wrote it, and never runs", async ({ gym, browsers }) => {
  const [ben, dan] = [await gym.person("Ben <i>Trainer</i>", "trainer"), await gym.person("Dan Member")];
  const id = await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "Try it." }] });
  const writer = await browsers.of(dan, { size: "phone" });
  const reader = await browsers.of(ben);
  await row(writer, "Ben <i>Trainer</i>").click();
  await row(reader, "Dan Member").click();
  for (const text of payloads) {
    await write(writer, text);
    await expect(bubble(reader, text)).toBeVisible();
    await expect(row(reader, "Dan Member")).toContainText(text);
  }
  expect(await gym.stored(id)).toEqual(["Try it.", ...payloads]);
  await expect(reader).toHaveTitle("GymProLuxe Chat");
  expect(await conversation(reader).locator("feed script, [role=feed] img, [role=feed] b, [role=feed] svg[onload]").count()).toBe(0);
  await expect(conversation(reader).locator('a[href^="javascript:"], a[href^="data:"]')).toHaveCount(0);
});

test("very long words, other directions, emoji and links keep the page in shape", async ({ gym, browsers }) => {
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "Try it." }] });
  const writer = await browsers.of(dan, { size: "phone" });
  const reader = await browsers.of(ben, { size: "phone" });
  await row(writer, "Ben Trainer").click();
  await row(reader, "Dan Member").click();
  const texts = [
    "Donaudampfschifffahrtsgesellschaftskapitän".repeat(12),
    "مرحبا، متى يبدأ صف اليوغا غداً؟ שלום",
    "🏋️‍♀️💪🏽🇨🇭",
    "Z̷̢̛a̵͎͝l̸̰̈g̶̱̈o̵ and a family 👨‍👩‍👧‍👦",
    "a\nb\n\n\n   indented\n\tand tabbed",
    "See https://gymproluxe.example/classes?day=mon&x=1#top, or www.example.com (really).",
  ];
  for (const text of texts) await write(writer, text);
  for (const page of [writer, reader]) {
    await expect(bubble(page, "See https://gymproluxe.example")).toBeVisible();
    const { scroll, client } = await page.evaluate(() => ({
      scroll: Math.max(...[document.documentElement, ...document.querySelectorAll("[role=feed]")].map((one) => one.scrollWidth)),
      client: document.documentElement.clientWidth,
    }));
    expect(scroll).toBeLessThanOrEqual(client);
  }
  const links = bubble(reader, "See https://gymproluxe.example").getByRole("link");
  await expect(links).toHaveText(["https://gymproluxe.example/classes?day=mon&x=1#top", "www.example.com"]);
  await expect(links.first()).toHaveAttribute("href", "https://gymproluxe.example/classes?day=mon&x=1#top");
  await expect(links.first()).toHaveAttribute("rel", /noopener/);
  expect(
    await bubble(reader, "مرحبا")
      .locator("[dir=auto]")
      .evaluate((one) => getComputedStyle(one).direction),
  ).toBe("rtl");
});

test("a message can have 2,000 characters, and the composer counts the last of them", async ({ gym, browsers }) => {
  const [ben, dan] = [await gym.person("Ben Trainer", "trainer"), await gym.person("Dan Member")];
  const id = await gym.conversation({ type: "direct", people: [ben, dan], messages: [{ by: ben, text: "Try it." }] });
  const page = await browsers.of(dan);
  await row(page, "Ben Trainer").click();
  await composer(page).fill("💪".repeat(1_990));
  await expect(conversation(page).getByText("10 characters left")).toBeVisible();
  await composer(page).fill("💪".repeat(2_001));
  await expect(conversation(page).getByRole("alert")).toContainText("1 over the limit of 2,000 characters");
  await composer(page).press("Enter");
  await expect(composer(page)).toHaveValue("💪".repeat(2_001));
  await composer(page).fill("💪".repeat(2_000));
  await composer(page).press("Enter");
  await expect(composer(page)).toHaveValue("");
  await expect(async () => expect(await gym.stored(id)).toEqual(["Try it.", "💪".repeat(2_000)])).toPass();
  await composer(page).fill(" \n ");
  await composer(page).press("Enter");
  expect(await gym.stored(id)).toHaveLength(2);
});
