import { expect, it } from "vitest";
import { caseDesk } from "./case-desk";
import { createChatClient } from "./chat-client";
import { collectGarbage } from "./testing/collect-garbage";

it("holds on to a bounded number of files, however often somebody goes through a long queue", async () => {
  const desk = caseDesk(createChatClient({ url: "ws://127.0.0.1:1" }));
  const opened = Array.from({ length: 300 }, (_, at) => new WeakRef(desk.file(`case ${at % 75}`)));
  await expect
    .poll(() => {
      collectGarbage();
      return opened.filter((file) => file.deref()).length;
    })
    .toBeLessThanOrEqual(50);
  // The desk is still in use.
  expect(desk.file("case 0").getSnapshot().status).toBe("loading");
});
