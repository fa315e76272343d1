/**
 * Talk in a class group: `t:` is its trainer, `a:` to `d:` are members. Written as support.ts says, without a topic.
 */
export interface SeedClass {
  name: string;
  /** What its people say; the common talk is mixed in. */
  talk: readonly string[];
}

export const cityClasses: readonly SeedClass[] = [
  { name: "Early Birds 6:30", talk: [] },
  {
    name: "Power Yoga with Imani",
    talk: [
      `t: Tonight we stay on the mat longer: hips and hamstrings, 75 minutes. Bring a strap if you have one.
a: My hips are already afraid
b: A strap, or a scarf?
t: A scarf is perfect.`,
      `a: I finally held crow for more than two seconds!!
t: I saw it! Next step: look forward, not down.
b: Looking forward to looking forward 😄
c: 👏👏`,
      `t: I'm making a playlist without lyrics this time. Wishes?
a: Something with rain
b: Please no whales
c: One whale. A small one
t: One small whale it is 🐋`,
    ],
  },
  {
    name: "Spinning Thursday",
    talk: [
      `t: 8 km climb on {day}, who is in?
a: In!
b: Only if we get the 90s playlist
t: 90s playlist confirmed 🚴
c: My legs are not confirmed`,
      `a: Bike 14 has a loose pedal, don't take it
t: Thanks! I've marked it, the technician is here on {day}.`,
    ],
  },
  {
    name: "Strong Back",
    talk: [
      `t: Homework for the week: dead bug, 3 × 8 each side, slowly. Slower than you think.
a: Slower than last week?
t: Slower than last week, {a}.
b: 😂`,
      `a: Two months without back pain. I just wanted to say that somewhere
t: That made my day, {a} ❤️
b: Same here, only six weeks though!
c: It's the dead bugs. I hate them but it's the dead bugs`,
    ],
  },
  {
    name: "HIIT Lunchbreak",
    talk: [
      `t: 30 minutes, 12:15 sharp, towels please. Today: kettlebells and regret.
a: What weight of regret?
t: 16 kg
b: I'll take the 12 kg regret please`,
      `a: I'm stuck in a meeting, start without me
b: Blink twice if you need help
a: 👁👁`,
    ],
  },
  {
    name: "Half Marathon Group",
    talk: [
      `t: Long run on {day}: 14 km, easy pace, you should be able to talk all the time. Meeting point at the entrance, {time}.
a: Talking is my strength
b: What pace is easy?
t: About 6:30. If you can sing it's too slow, if you can't talk it's too fast.
c: I'll bring gels to try for those who want`,
      `a: 14 km done!! Longest run of my life
b: You were flying on the last two
t: I'm so proud of all of you. Eat something and put your feet up.`,
      `a: Does anybody have a blister tip? Same toe every time
b: Two pairs of thin socks
c: Vaseline. Lots
t: And lace the shoe a bit looser at the front, {a}.`,
    ],
  },
  {
    name: "Swim Technique",
    talk: [
      `t: Pool is only three lanes on {day} because of the school. We do drills, bring fins.\na: Fins, finally!\nb: Are there fins to borrow?\nt: Sizes 36 to 46, first come first served.`,
    ],
  },
];

export const lakeClasses: readonly SeedClass[] = [
  {
    name: "Lake Bootcamp",
    talk: [
      `t: Forecast says rain on {day}. We train anyway, under the bridge. Bring a second shirt.
a: Rain is just the lake coming to us
b: 😂 I'm in
c: I'm in if there's coffee after`,
    ],
  },
  {
    name: "Pilates Morning",
    talk: [
      `t: From next week we have the new reformers, six of them! We rotate every ten minutes.
a: Ohhh finally
b: Do we need special socks?
t: Yes, with grip. They have some at the desk for 9.`,
    ],
  },
  {
    name: "SUP & Core",
    talk: [
      `a: Water temperature today?
t: 17 degrees. So let's try not to fall in.
b: I will fall in
c: She will fall in`,
    ],
  },
  {
    name: "Strength Basics",
    talk: [
      `t: Please write your weights into the sheet after each session, it takes a minute and helps a lot.\na: Done!\nb: Where is the sheet?\nt: Clipboard next to the mirror, the pen is on a string because of… reasons.`,
    ],
  },
  {
    name: "Senior Fit 65+",
    talk: [
      `t: Balance test on {day}, nobody has to, everybody may.\na: I've been practising while brushing my teeth\nb: Same! My wife thinks I'm mad\nt: That's the best place for it.`,
    ],
  },
];

/** Talk that any class could have. */
export const commonTalk: readonly string[] = [
  `t: {Good morning|Morning everybody}! {day} {time} as always, who's coming?
a: {Me|In|✋}
b: {me too|Count me in|+1}
c: Can't, sadly. Have fun!`,
  `a: Running five minutes late, {train|tram|traffic} 🙄
t: No problem, we start with mobility anyway.`,
  `t: Thanks for today, you were great. Tomorrow you'll feel it in the {legs|shoulders|core|back|glutes}.
a: Tomorrow? I feel it now
b: Worth it
c: {🔥|💪|😅}`,
  `a: Did I leave my {bottle|towel|hoodie|hair band} in the studio?
b: Something {blue|black|green} is on the windowsill
t: I took it to the desk.
a: Thank you!!`,
  `t: Heads up: next {day} we're in studio {room}, ours is being painted.
a: Ok!
b: Noted, thanks`,
  `a: How many rounds was it in the end, {4|5|6}?
b: I stopped counting at three
t: {5|6}. And {a} did one more when nobody was looking.
a: somebody was looking 😳`,
  `a: My watch says {low} minutes in the red zone 😵
b: Mine says I was asleep
t: Watches! How did it feel?
a: Like the red zone`,
  `t: I'm away on {day}, {trainer} takes over. Be nice!
a: Enjoy your day off!
b: We're always nice
c: define nice`,
  `a: Is there still a place on {day}? A colleague would like to try
t: Yes, one. They need to book in the app as a guest.
a: 👍`,
  `a: New personal best today: {kg} kg
b: WOW
c: 👏👏👏
t: Clean ones too, I watched. Congratulations, {a}!`,
  `a: Sore. Everything. Even my eyelids
t: Then it worked 😇 Walk a bit, it helps.
b: I took the lift to the first floor at work today
c: Legend`,
  `t: Who was missing on {day}, we missed you!
a: Kid ill. Back next time
b: Night shift
t: Get well soon to the little one, {a}.`,
  `a: What was the name of that last stretch?
t: Pigeon. The reclined one if the knee complains.
a: My knee always complains. Thank you`,
  `a: Coffee after class on {day}?
b: Yes please
c: Only if there's cake
d: There's always cake
t: I'll join for ten minutes.`,
  `a: Does anybody drive to {the north side|the station|the lake} after class? My bike has a flat
b: I do, I can take you
a: You're a star, {b}`,
  `t: The plan for {month} is out: one class more a week, on {day} at {time}.
a: Finally one I can make!
b: Booked it already`,
  `a: happy birthday {b}!! 🎂
c: Happy birthday!
d: All the best, {b} 🎉
b: Thank you all, you're lovely. Cake is in the kitchen on {day}!`,
  `t: Please wipe the mats after class, the spray is under the window now.
a: Will do
b: Is it the lemon one? I like the lemon one`,
  `a: Is class on at the public holiday?
t: Yes, but at 10:30.
b: Sleeping in, nice`,
  `a: which weight did we use for the rows last time?
t: You {12|14|16} kg, {b} {8|10|12} kg. Take two more if the last three are easy.
b: they were not easy
t: Then stay 🙂`,
  `a: Back from {two weeks|ten days} of flu. Can I just walk in and do half?
t: Please do half, and nothing overhead. Good to have you back!
b: Missed you {a}!`,
  `t: Question for all: start at {time} instead from next month?
a: Works for me
b: I'd be five minutes late every time but fine
c: Yes!
t: Then we try it for a month.`,
  `a: The new {mats|bands|kettlebells|boxes} are great
b: They still smell like a tyre shop
t: Gives them character.`,
  `a: Somebody took my spot at the mirror today 😤
b: That was me, sorry not sorry
a: We meet at dawn
t: Dawn class is at 6:30, both of you.`,
  `a: I can see a muscle. Here. On me.
b: Picture or it didn't happen
a: it moves when I laugh
c: 😂😂`,
  `t: Tip of the week: {drink a glass of water before the coffee|ten squats whenever the kettle boils|shoes next to the bed, no discussion in the morning|put the phone in another room at night}.
a: Stealing this
b: I already failed today`,
  `a: what's the song from the last block?
t: I'll look it up…
~6m
t: It's in the playlist “Sweat {low}”, the third one
a: Thanks, on repeat now`,
  `t: {a}, how's the {knee|shoulder|wrist|ankle}?
a: Better! I can do everything except burpees
b: What a tragic injury
a: I know. So sad. No burpees`,
  `a: Could we do more core?
b: NO
c: no
d: please no
t: The majority has spoken, so: yes.`,
  `a: See you all on {day} 👋
b: 👋
c: See you!`,
  `a: I did it with the heavier ones today and nobody noticed 🥲
t: I noticed, {a}. 💪`,
  `t: Small reminder: cancel in the app if you can't come, there are {3|4|5|6} people waiting.
a: Done, sorry!
b: And I just moved up, thanks {a} 😄`,
  `a: Is it only me or was that the hardest one this {month}?
b: Not only you
c: I saw stars
t: I may have had a second espresso.`,
  `a: Could somebody film the {snatch|turn|handstand|swing} next time? I'd like to see what I do
t: I'll do it, and only you get it.`,
];
