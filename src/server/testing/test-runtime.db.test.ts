import { expect, test } from "vitest";
import { makeStaffedGym } from "./example-data";
import { testRuntime } from "./test-runtime";

test("each test has a migrated database of its own, gone when the test is done", async () => {
  let url: string;
  {
    await using one = await testRuntime();
    await using other = await testRuntime();
    url = one.databaseUrl;
    await makeStaffedGym(one.db);
    expect(await one.db.prisma.user.count()).toBe(4);
    expect(await other.db.prisma.user.count()).toBe(0);
    expect(await one.db.prisma.installation.count()).toBe(1);
  }
  await expect(testRuntime({ database: url }).then((gone) => gone.db.prisma.user.count())).rejects.toThrow(/does not exist/);
});

test("two nodes share database and bus", async () => {
  await using one = await testRuntime();
  await using other = await one.anotherNode();
  const heard: string[] = [];
  await other.bus.subscribe("news", (text) => heard.push(text));
  one.bus.publish("news", "hello");
  await expect.poll(() => heard).toEqual(["hello"]);
  await makeStaffedGym(one.db);
  expect(await other.db.prisma.gym.count()).toBe(1);
});
