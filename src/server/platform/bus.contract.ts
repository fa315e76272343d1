import { describe, expect, it } from "vitest";
import type { Bus } from "./bus";

/** Makes the buses of several nodes of one installation; disposing closes them. */
export type MakeNodes = (count: number) => Promise<{ buses: Bus[] } & AsyncDisposable>;

/** What every bus must do. The second node stands for another process. */
export function busContract(name: string, makeNodes: MakeNodes): void {
  describe(`the ${name} bus`, () => {
    it("carries a text to every listener of its topic on every node, once", async () => {
      await using nodes = await makeNodes(2);
      const [here, there] = pair(nodes.buses);
      const heard = [await listen(here, "a"), await listen(here, "a"), await listen(there, "a"), await listen(there, "b")];
      here.publish("a", "hello");
      here.publish("a", "end");
      await Promise.all(heard.slice(0, 3).map((one) => one.until("end")));
      expect(heard.map(({ texts }) => texts)).toEqual([["hello", "end"], ["hello", "end"], ["hello", "end"], []]);
    });

    it("keeps the order of one publisher on one topic, and every character of the text", async () => {
      await using nodes = await makeNodes(2);
      const [here, there] = pair(nodes.buses);
      const heard = await listen(there, "order");
      const texts = Array.from({ length: 500 }, (_, at) => `${at} "quoted"\nline ✓ 👩‍👩‍👧`);
      for (const text of texts) here.publish("order", text);
      here.publish("order", "end");
      await heard.until("end");
      expect(heard.texts.slice(0, -1)).toEqual(texts);
    });

    it("lets a listener hear nothing after it ended, and the others go on", async () => {
      await using nodes = await makeNodes(2);
      const [here, there] = pair(nodes.buses);
      const [ended, goesOn] = [await listen(there, "a"), await listen(there, "a")];
      await ended.end();
      await ended.end();
      here.publish("a", "end");
      await goesOn.until("end");
      expect(ended.texts).toEqual([]);
    });

    it("never runs into the one who publishes, and one failing listener stops no other", async () => {
      await using nodes = await makeNodes(1);
      const [bus] = nodes.buses;
      if (!bus) throw new Error("no bus");
      await bus.subscribe("a", () => {
        throw new Error("a listener that fails");
      });
      const heard = await listen(bus, "a");
      bus.publish("a", "end");
      expect(heard.texts).toEqual([]);
      await heard.until("end");
    });
  });
}

interface Ear {
  texts: string[];
  until(text: string): Promise<void>;
  end(): Promise<void>;
}

/** Listens to a topic and keeps what it hears. */
export async function listen(bus: Bus, topic: string): Promise<Ear> {
  const texts: string[] = [];
  let look: () => void = () => undefined;
  const subscription = await bus.subscribe(topic, (text) => {
    texts.push(text);
    look();
  });
  return {
    texts,
    until: (text) =>
      new Promise((resolve) => {
        look = () => {
          if (texts.includes(text)) resolve();
        };
        look();
      }),
    end: async () => subscription[Symbol.asyncDispose](),
  };
}

function pair(buses: readonly Bus[]): [Bus, Bus] {
  const [here, there] = buses;
  if (!here || !there) throw new Error("two nodes are needed");
  return [here, there];
}
