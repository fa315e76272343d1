/** What simulated members say: to what they are asked, and by themselves. `{name}` is the first name of whom they talk to. */

interface Answer {
  about: RegExp;
  say: readonly string[];
}

// The first that fits is taken, so what is particular stands before what is general.
const answers: readonly Answer[] = [
  { about: /\b(test|testing)\b/i, say: ["Test received 😄", "Loud and clear!", "I can read you 👍"] },
  {
    about: /how are you|how('s| is) it going|wie geht/i,
    say: ["Good, thanks! A bit sore from yesterday 😅 And you?", "Very well, thank you {name}!", "Great, I finally slept eight hours."],
  },
  {
    about: /member(ship)? number|card number|date of birth|which name/i,
    say: ["It's 20417.", "The number on my card is 20 417, I hope that's the right one.", "I have it right here: 20417"],
  },
  {
    about: /\b(freeze|pause|freezing)\b/i,
    say: [
      "Yes, please freeze it for two months if that's possible.",
      "Only for one month, I think. When would it start?",
      "Perfect. And I wouldn't pay anything in that time, right?",
    ],
  },
  {
    about: /\b(refund|charged?|payment|invoice|debit|price|cost|€|eur)\b/i,
    say: [
      "Ah, that explains it. Thank you for checking!",
      "Ok, that's fair. When will I see it on my account?",
      "Good to know, thanks {name}.",
    ],
  },
  {
    about: /\b(hurt|pain|knee|back|shoulder|ankle|injur\w*|sore)\b/i,
    say: [
      "A little better today, 2 out of 10 I'd say.",
      "It only pulls when I go down the stairs. Should I leave out the squats?",
      "No pain any more, only stiff in the morning.",
    ],
  },
  {
    about: /\b(protein|eat|food|diet|nutrition|calories|breakfast)\b/i,
    say: [
      "I've been writing it down as you said. Too much coffee, too few eggs 😄",
      "Would quark in the evening be enough?",
      "Ok, I'll try that for a week.",
    ],
  },
  {
    about: /\b(book(ed|ing)?|reserved?|waiting list|place|spot|sign(ed)? up)\b/i,
    say: ["Perfect, thank you! I'll be there.", "Wonderful. Do I have to confirm it in the app?", "Great, then see you in class!"],
  },
  {
    about: /\b(class|yoga|spinning|pilates|bootcamp|course)\b/i,
    say: ["I'd love to! Is it suitable if I haven't been for a month?", "Count me in 💪", "Is there still a place in the evening one?"],
  },
  {
    about:
      /\b(when|what time|which day|tomorrow|today|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|o'clock|\d{1,2}[:.]\d{2})\b/i,
    say: [
      "Tomorrow around six would be perfect for me.",
      "That works for me 👍",
      "I could come before work, about a quarter past seven?",
      "Evenings are best, any day but Wednesday.",
    ],
  },
  {
    about: /\b(key|bottle|bracelet|jacket|hoodie|towel|lost|found|locker)\b/i,
    say: [
      "Yes! That's it! I'll pick it up this evening 🙏",
      "It's dark blue with a small white logo.",
      "Oh wonderful, I had given up hope.",
    ],
  },
  {
    about: /\b(machine|treadmill|rower|rack|weights?|bike|barbell)\b/i,
    say: [
      "Thanks for taking care of it so quickly!",
      "The one next to the window. It makes a grinding noise.",
      "Got it, I'll take the other one today.",
    ],
  },
  {
    about: /\b(sorry|apolog\w*|unfortunately)\b/i,
    say: ["No worries at all!", "That's fine, these things happen 🙂", "No problem, thank you for telling me."],
  },
  {
    about: /\b(done|fixed|repaired|changed|updated|added|sent|ready|sorted)\b/i,
    say: ["That was fast! Thank you so much.", "Amazing, thanks {name} 🙌", "Perfect, I can see it already."],
  },
  { about: /\b(bye|see you|good night|have a (nice|good|great))\b/i, say: ["See you {name} 👋", "You too!", "Thanks, bye!"] },
  { about: /\b(thanks?|thank you|thx|merci|danke)\b/i, say: ["You're welcome 😊", "I have to thank you!", "Any time!"] },
  {
    about: /^\W*(hi|hey|hello|good (morning|afternoon|evening)|hallo|moin)\b/i,
    say: ["Hi {name}! Thanks for writing back so quickly.", "Hello {name} 🙂", "Hey! I was just thinking about the next session."],
  },
  {
    about: /^\W*(yes|yep|sure|of course|ok(ay)?|no|nope)\b/i,
    say: ["Great, thank you!", "Ok, good to know 🙂", "Alright, thanks {name}."],
  },
  {
    about: /\?/,
    say: [
      "Yes, I think so. Is that a problem?",
      "Good question… I'd say yes, if it's not too much trouble.",
      "Not that I know. Should I check?",
      "Hmm, let me have a look and I'll tell you.",
      "Either is fine with me, what would you recommend?",
    ],
  },
  {
    about: /./,
    say: [
      "Ah, I see. Thank you {name}!",
      "Sounds good to me 👍",
      "Ok, I'll do that.",
      "Oh nice, I didn't know that.",
      "Understood, thanks for explaining.",
      "Perfect 🙂",
      "That helps a lot, thank you.",
    ],
  },
];

/** Questions to the front desk. */
export const deskOpenings: readonly string[] = [
  "Hi! Is the sauna open this evening? The app doesn't say anything.",
  "Hello, I think I left my grey water bottle at the cable tower. Has somebody handed it in?",
  "Quick question: can I bring a friend on Saturday, and what does it cost?",
  "The rower next to the mirror makes a strange noise, just so you know.",
  "Hi, I'd like to freeze my membership for a month. Is that possible from the first?",
  "Could you tell me how many places are left in the yoga class tomorrow?",
  "My card didn't open the gate this morning, somebody let me in. Can I get a new one?",
  "Is there a locker for rent at the moment? One of the bigger ones would be great.",
  "Hello! I was charged for the towel service but I never ordered it. Could you have a look?",
  "Do you have the new class plan already? I need to plan my week 🙂",
];

/** What they write to their trainer. */
export const trainerOpenings: readonly string[] = [
  "Hi {name}! I did the new plan today. The second exercise nearly killed me 😄",
  "Hey {name}, should I do legs tomorrow if I still feel them from Tuesday?",
  "{name}, I finally managed ten push-ups in a row!!",
  "Good morning! Is it ok if I swap the rows for pull-downs? All the benches were taken.",
  "Hi {name}, do you have ten minutes this week to look at my deadlift?",
  "Small report: slept well, ate well, 5 km in the morning. Who am I? 😂",
];

/** What they write into a class group. */
export const classOpenings: readonly string[] = [
  "Who's in tomorrow? 🙋",
  "Is it only me or was that the hardest one this month?",
  "Did anybody find a black hair band in the studio?",
  "I'll be five minutes late next time, please keep a mat for me 🙏",
  "The playlist last time was fantastic, is it somewhere to be found?",
  "I can't feel my legs. Thank you all.",
  "Does anybody want to get a coffee after class?",
];

const forClass: readonly string[] = [
  "Me too!",
  "😂",
  "Count me in",
  "👏👏",
  "See you there!",
  "I'm in, if my legs allow it.",
  "Good idea!",
  "💪",
  "Can't this time, have fun!",
];

/** Chooses words, and does not repeat itself while it can help it. */
export class Repertoire {
  readonly #random: () => number;
  readonly #lately: string[] = [];

  constructor(random: () => number) {
    this.#random = random;
  }

  /** What to say to `text`. */
  answerTo(text: string, name: string): string {
    const fitting = answers.find(({ about }) => about.test(text));
    return this.choose(fitting?.say ?? ["👍"], name);
  }

  /** What to say to somebody in a class group. */
  answerInClass(text: string, name: string): string {
    return /\?/.test(text) ? this.answerTo(text, name) : this.choose(forClass, name);
  }

  choose(from: readonly string[], name: string): string {
    const fresh = from.filter((one) => !this.#lately.includes(one));
    const among = fresh.length > 0 ? fresh : from;
    const chosen = among[Math.floor(this.#random() * among.length)] ?? "👍";
    this.#lately.push(chosen);
    if (this.#lately.length > 12) this.#lately.shift();
    return chosen.replaceAll("{name}", name);
  }
}
