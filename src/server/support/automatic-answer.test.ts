import { describe, expect, it } from "vitest";
import type { BusinessHours } from "../../shared/business-hours";
import { automaticAnswer, durationInWords, type FirstReply, momentInWords, type Occasion } from "./automatic-answer";

const answers = {
  greeting: "Hi {{member.firstName}}, {{gym.name}} here.",
  replyTime: "We usually answer within {{replyTime}}.",
  closed: "We are back on {{opensAt}}.",
};
const nineToFive = [{ from: 540, to: 1020 }];
const berlin: BusinessHours = {
  timeZone: "Europe/Berlin",
  week: [nineToFive, nineToFive, nineToFive, nineToFive, nineToFive, [], []],
  days: { "2026-04-06": [] },
};
const at = (time: string) => Date.parse(time);
const occasion = (time: string, more: Partial<Occasion> = {}): Occasion => ({
  at: at(time),
  hours: berlin,
  timeZone: "Europe/Berlin",
  language: "en",
  gymName: "Iron Temple",
  memberName: "Zoë Groß",
  ...more,
});
/** So many first answers, each after so many minutes of a Tuesday morning. */
const replies = (...minutes: number[]): FirstReply[] =>
  minutes.map((one) => ({ from: at("2026-03-03T09:00:00Z"), to: at("2026-03-03T09:00:00Z") + one * 60_000 }));

describe("what the desk says by itself", () => {
  it("greets while it is open, and says how soon half of those who wrote were answered, never less", () => {
    const usual = replies(1, 8, 11, 300, 400);
    expect(automaticAnswer(answers, occasion("2026-03-04T09:00:00Z"), usual)).toBe(
      "Hi Zoë, Iron Temple here. We usually answer within 15 minutes.",
    );
  });

  it("foretells nothing from too few answers, and says nothing at all where nothing is to be said", () => {
    const open = occasion("2026-03-04T09:00:00Z");
    expect(automaticAnswer(answers, open, replies(5, 5, 5, 5))).toBe("Hi Zoë, Iron Temple here.");
    expect(automaticAnswer({ ...answers, greeting: null }, open, [])).toBeNull();
    expect(automaticAnswer({ greeting: null, replyTime: null, closed: null }, open, replies(5, 5, 5, 5, 5))).toBeNull();
  });

  it("does not promise for tonight what comes tomorrow: what is left of the answer after closing is told by the clock on the wall", () => {
    const hour = replies(60, 60, 60, 60, 60);
    expect(automaticAnswer(answers, occasion("2026-03-04T15:30:00Z"), hour)).toContain("within 17 hours.");
    // Friday afternoon: the weekend lies between.
    expect(automaticAnswer(answers, occasion("2026-03-06T15:30:00Z"), hour)).toContain("within 3 days.");
  });

  it("counts of earlier answers only the time in which it was open", () => {
    const overnight = [1, 2, 3, 4, 5].map(() => ({ from: at("2026-03-03T15:50:00Z"), to: at("2026-03-04T08:05:00Z") }));
    expect(automaticAnswer(answers, occasion("2026-03-04T09:00:00Z"), overnight)).toContain("within 15 minutes.");
  });

  it("says while it is closed when it opens, over weekends and holidays, in the gym's language", () => {
    expect(automaticAnswer(answers, occasion("2026-03-04T20:00:00Z"), [])).toBe("We are back on Thursday, 09:00.");
    // Good Friday is open here; Easter Monday is not.
    expect(automaticAnswer(answers, occasion("2026-04-03T20:00:00Z"), [])).toBe("We are back on Tuesday, 09:00.");
    const german = occasion("2026-03-06T20:00:00Z", { language: "de" });
    expect(automaticAnswer({ ...answers, closed: "Wir sind {{opensAt}} wieder da." }, german, [])).toBe(
      "Wir sind Montag, 09:00 Uhr wieder da.",
    );
  });

  it("opens at the hour on the wall on the mornings after both changes of the clock", () => {
    const sunday = { ...berlin, week: Array.from({ length: 7 }, () => nineToFive) };
    // Forward in the night to 29 March 2026, back in the night to 25 October.
    for (const night of ["2026-03-28T22:00:00Z", "2026-10-24T22:00:00Z"]) {
      expect(automaticAnswer(answers, occasion(night, { hours: sunday }), [])).toBe("We are back on Sunday, 09:00.");
    }
  });

  it("counts the hour that a change of the clock takes or gives between question and answer", () => {
    const hour = replies(60, 60, 60, 60, 60);
    const sunday = { ...berlin, week: Array.from({ length: 7 }, () => nineToFive) };
    const said = (day: string) => automaticAnswer(answers, occasion(day, { hours: sunday }), hour);
    // Half an hour before closing: half an hour more on Sunday morning, after a night of sixteen, fifteen or seventeen hours.
    expect(said("2026-03-21T15:30:00Z")).toContain("within 17 hours.");
    expect(said("2026-03-28T15:30:00Z")).toContain("within 16 hours.");
    expect(said("2026-10-24T14:30:00Z")).toContain("within 18 hours.");
  });

  it("greets without a time when it never opens again, and counts as open when it has said no hours", () => {
    const never = { ...berlin, week: [[], [], [], [], [], [], []] };
    expect(automaticAnswer(answers, occasion("2026-03-04T09:00:00Z", { hours: never }), replies(5, 5, 5, 5, 5))).toBe(
      "Hi Zoë, Iron Temple here.",
    );
    expect(automaticAnswer(answers, occasion("2026-03-04T23:00:00Z", { hours: null }), replies(5, 5, 5, 5, 5))).toContain("5 minutes");
  });
});

describe("times in words", () => {
  it.each([
    [0, "2 minutes"],
    [120_000, "2 minutes"],
    [121_000, "5 minutes"],
    [46 * 60_000, "1 hour"],
    [61 * 60_000, "2 hours"],
    [24 * 3_600_000, "24 hours"],
    [25 * 3_600_000, "2 days"],
  ])("%d ms is told as %s", (ms, words) => {
    expect(durationInWords(ms, "en")).toBe(words);
  });

  it("names the date of a day that is further away than a week has names for", () => {
    const now = occasion("2026-12-20T20:00:00Z");
    expect(momentInWords(at("2027-01-04T08:00:00Z"), now)).toBe("Monday 4 January, 09:00");
    expect(momentInWords(at("2027-01-04T08:00:00Z"), { ...now, language: "de" })).toBe("Montag, 4. Januar, 09:00 Uhr");
  });
});
