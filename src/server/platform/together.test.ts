import { describe, expect, it } from "vitest";
import { manualClock } from "../testing/manual-clock";
import { together } from "./together";

function asker(options: Parameters<typeof together>[1] = { most: 3, atATime: 1 }) {
  const asked: (readonly number[])[] = [];
  const answer: (() => void)[] = [];
  const ask = together<number, string>(async (questions) => {
    asked.push(questions);
    await new Promise<void>((resolve) => answer.push(resolve));
    if (questions.includes(13)) throw new Error("unlucky");
    return questions.map(String);
  }, options);
  return { ask, asked, next: () => answer.shift()?.() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("questions asked together", () => {
  it("are one asking per turn, bounded, and each gets its own answer", async () => {
    const { ask, asked, next } = asker();
    const answers = Promise.all([1, 2, 3, 4].map(ask));
    await turn();
    expect(asked).toEqual([[1, 2, 3]]);
    next();
    await turn();
    next();
    expect(await answers).toEqual(["1", "2", "3", "4"]);
    expect(asked).toEqual([[1, 2, 3], [4]]);
  });

  it("never join an asking that has begun", async () => {
    const { ask, asked, next } = asker();
    const first = ask(1);
    await turn();
    const second = ask(2);
    await turn();
    expect(asked).toEqual([[1]]);
    next();
    await first;
    await turn();
    next();
    expect(await second).toBe("2");
  });

  it("fail together, and the next are asked nevertheless", async () => {
    const { ask, next } = asker();
    const failed = Promise.allSettled([ask(12), ask(13)]);
    await turn();
    next();
    expect((await failed).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    const good = ask(1);
    await turn();
    next();
    expect(await good).toBe("1");
  });

  it("all hear it when the database cannot be asked, also who waits for the next asking", async () => {
    let askings = 0;
    const gone = Object.assign(new Error("terminating connection"), { code: "57P01" });
    const ask = together<number, string>(
      async () => {
        askings++;
        await turn();
        throw gone;
      },
      { most: 1, atATime: 1 },
    );
    expect((await Promise.allSettled([1, 2, 3].map(ask))).map((answer) => answer.status === "rejected" && answer.reason)).toEqual([
      gone,
      gone,
      gone,
    ]);
    expect(askings).toBe(1);
  });

  it("gather while a pause lasts, unless one asking is full; the first after a silence goes at once", async () => {
    const clock = manualClock();
    const { ask, asked, next } = asker({ most: 3, atATime: 2, pause: { ms: 50, clock } });
    const first = ask(1);
    await turn();
    next();
    await first;
    const few = [ask(2), ask(3)];
    await turn();
    clock.advance(49);
    expect(asked).toEqual([[1]]);
    clock.advance(1);
    expect(asked).toEqual([[1], [2, 3]]);
    next();
    await Promise.all(few);
    const many = [4, 5, 6, 7].map(ask);
    await turn();
    expect(asked.slice(2)).toEqual([[4, 5, 6]]);
    clock.advance(50);
    expect(asked.slice(3)).toEqual([[7]]);
    next();
    next();
    await Promise.all(many);
    clock.advance(50);
    void ask(8);
    await turn();
    expect(asked.at(-1)).toEqual([8]);
  });
});
