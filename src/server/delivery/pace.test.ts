import pg from "pg";
import { describe, expect, it } from "vitest";
import { createMetrics } from "../platform/metrics";
import { manualClock } from "../testing/manual-clock";
import { Listener, type ListeningActor } from "./listener";
import { Pace } from "./pace";

const actor: ListeningActor = { id: "somebody", role: "member", deskGymIds: [] };

function stage(listening: number, msPerWrite = 0) {
  const clock = manualClock();
  const pace = new Pace(clock, () => "a cursor", createMetrics(new pg.Pool()));
  const frames: string[][] = [];
  const listeners = Array.from({ length: listening }, (_, at) => {
    const heard: string[] = [];
    frames.push(heard);
    const write = (frame: Buffer) => {
      heard.push(/"events":\[(.*)\]/.exec(frame.toString())?.[1] ?? "");
      clock.advance(msPerWrite);
    };
    const listener = new Listener(actor, "member", { bufferedAmount: 0, write, close: () => undefined, terminate: () => undefined });
    listener.open(String(at), "a cursor", []);
    return listener;
  });
  const tell = (json: string, to = listeners) => {
    for (const listener of to) listener.push(json);
    pace.wake(to);
  };
  return { clock, pace, frames, listeners, tell };
}

const turn = () => new Promise<void>((resolve) => process.nextTick(resolve));

describe("what waits for listeners", () => {
  it("is written with the end of the turn in which it came, all of it in one frame", async () => {
    const { frames, tell } = stage(500);
    tell("1");
    tell("2");
    expect(frames[0]).toEqual([]);
    await turn();
    expect(frames.every((heard) => heard.join() === "1,2" && heard.length === 1)).toBe(true);
  });

  it("gathers for some milliseconds when a crowd was written to just before, and no longer than 30", async () => {
    const { clock, frames, tell } = stage(5_000);
    tell("1");
    await turn();
    tell("2");
    await turn();
    tell("3");
    await turn();
    expect(frames[0]).toEqual(["1"]);
    clock.advance(30);
    expect(frames.every((heard) => heard.join(" ") === "1 2,3")).toBe(true);
  });

  it("gathers until three share a frame, and no longer than eight times what writing took", async () => {
    const { clock, frames, tell } = stage(100, 0.03);
    // So often that it is worth waiting.
    for (let at = 0; at < 20; at++) tell("0");
    await turn();
    tell("1");
    clock.advance(23.9);
    expect(frames[0]?.slice(1)).toEqual([]);
    clock.advance(0.2);
    expect(frames[0]?.slice(1)).toEqual(["1"]);
    tell("2");
    tell("3");
    clock.advance(10);
    expect(frames[0]?.slice(1)).toEqual(["1"]);
    tell("4");
    await turn();
    expect(frames.every((heard) => heard.slice(1).join(" ") === "1 2,3,4")).toBe(true);
  });

  it("gathers no longer than others need their turn where events come seldom", async () => {
    const { clock, frames, tell } = stage(128, 0.1);
    for (const event of ["1", "2", "3"]) {
      tell(event);
      await turn();
      clock.advance(200);
    }
    tell("4");
    await turn();
    tell("5");
    clock.advance(2.1);
    expect(frames[0]).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("is not kept from a few because a crowd was written to, and keeps its order", async () => {
    const { clock, frames, listeners, tell } = stage(500);
    tell("1");
    await turn();
    tell("2");
    tell("3", listeners.slice(0, 2));
    await turn();
    expect(frames.slice(0, 3)).toEqual([["1", "2,3"], ["1", "2,3"], ["1"]]);
    clock.advance(30);
    expect(frames.slice(0, 3)).toEqual([
      ["1", "2,3"],
      ["1", "2,3"],
      ["1", "2"],
    ]);
  });

  it("goes out at once again when the crowd has been quiet", async () => {
    const { clock, frames, tell } = stage(500);
    tell("1");
    await turn();
    clock.advance(30);
    tell("2");
    await turn();
    expect(frames[0]).toEqual(["1", "2"]);
  });
});
