import { describe, expect, it } from "vitest";
import type { ClientStorage } from "./client-storage";

/** What every storage promises. `reopen` answers a second storage over the same place, as another run of the program would have it. */
export function storageContract(name: string, open: () => { storage: ClientStorage; reopen: () => ClientStorage }): void {
  const put = (key: string, value: unknown) => ({ key, value });

  describe(`${name} storage`, () => {
    it("gives back what begins with a prefix, ordered by key, and nothing else", async () => {
      const { storage } = open();
      await storage.write([put("a/2", { n: 2 }), put("b/1", "other"), put("a/1", [1, null]), put("a", true), put("a/10", "ten")]);
      expect(await storage.read("a/")).toEqual([
        { key: "a/1", value: [1, null] },
        { key: "a/10", value: "ten" },
        { key: "a/2", value: { n: 2 } },
      ]);
      expect(await storage.read("c")).toEqual([]);
    });

    it("keeps the last value of a key, and forgets what was removed", async () => {
      const { storage } = open();
      await storage.write([put("a", 1), put("b", 1)]);
      await storage.write([put("a", 2), put("a", 3), put("b", undefined), put("never", undefined)]);
      expect(await storage.read("")).toEqual([{ key: "a", value: 3 }]);
    });

    it("has everything for the next run of the program", async () => {
      const { storage, reopen } = open();
      await storage.write([put("ada/outbox/1", { content: "written in the lift 🏋️", isKept: true })]);
      expect(await reopen().read("ada/")).toEqual([{ key: "ada/outbox/1", value: { content: "written in the lift 🏋️", isKept: true } }]);
    });

    it("forgets everything of one prefix, for this and every later run", async () => {
      const { storage, reopen } = open();
      await storage.write([put("ada/me", 1), put("ada/draft/c", 2), put("ben/me", 3)]);
      await storage.clear("ada/");
      expect(await storage.read("")).toEqual([{ key: "ben/me", value: 3 }]);
      expect(await reopen().read("ada/")).toEqual([]);
    });

    it("gives copies: changing what was given or taken changes nothing that is kept", async () => {
      const { storage } = open();
      const given = { list: [1] };
      await storage.write([put("a", given)]);
      given.list.push(2);
      for (const { value } of await storage.read("a")) (value as typeof given).list.push(3);
      expect(await storage.read("a")).toEqual([{ key: "a", value: { list: [1] } }]);
    });

    it("writes in the order in which writes were begun, without being waited for", async () => {
      const { storage } = open();
      const writes = Array.from({ length: 30 }, (_, n) => storage.write([put("a", n), put(`b/${n}`, n)]));
      writes.push(storage.write([put("b/7", undefined)]));
      await Promise.all(writes);
      expect(await storage.read("a")).toEqual([{ key: "a", value: 29 }]);
      expect(await storage.read("b/")).toHaveLength(29);
    });

    it("goes on after a value that it could not keep", async () => {
      const { storage } = open();
      await storage.write([put("a", 1)]);
      // Neither JSON nor a structured clone has functions in circles.
      const impossible: Record<string, unknown> = { call: () => undefined };
      impossible.itself = impossible;
      await expect(storage.write([put("b", impossible)])).rejects.toThrow();
      await storage.write([put("a", 2)]);
      expect(await storage.read("")).toEqual([{ key: "a", value: 2 }]);
    });
  });
}
