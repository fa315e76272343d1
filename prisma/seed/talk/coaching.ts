/** Talk between a member (`m:`) and a trainer (`s:`), and between colleagues (`m:` and `s:`); written as support.ts says, without a topic. */
export const coaching: readonly string[] = [
  `m: Hi {staff}, thanks for the session yesterday. I can barely lift my arms 😄
s: Haha, perfect! That goes away until {day}. Drink a lot and take a walk if you can.
m: Is it ok to swim tomorrow?
s: Easy lengths, yes. No butterfly please.
m: As if I could 😂`,
  `s: Hi {member}, how does the knee feel after the new exercises?
m: Better than I thought. Only the step-downs still pull a little on the inside
s: Then halve the height and go slower, four seconds down. If it pulls above 3 of 10, leave it out.
m: Ok, 2 of 10 I'd say
s: Then you're fine. We'll look at it together on {day}.`,
  `m: Could you look at my squat? I filmed it on {day}, I can show you before class
s: Sure, come ten minutes earlier.
~1d
s: As I said: push the knees out a touch more, and the bar one hand lower on the back. 80 % of the weight for two weeks.
m: Did it today. Felt strange and then suddenly very stable!
s: That's the moment I like most.`,
  `m: How much protein should I eat? Everybody says something else
s: With your weight and three sessions a week about 1.6 g per kilo, so {n} to 120 g a day. Spread over the day.
m: That's more than I eat now, I guess
s: Write down what you eat for three days, no judging. Then we'll see where a portion of quark fits.
~3d
m: So I'm at around 70 g 😬
s: Good starting point. Eggs at breakfast and a yoghurt in the evening and you're nearly there.`,
  `m: I have to cancel {day}, my boss put in a meeting. Sorry!!
s: No problem, thanks for telling me early. {day2} at {time} instead?
m: Yes, that works 👍
s: Booked.`,
  `s: You hit {kg} kg today. Do you remember what you started with?
m: 40? And I thought that was heavy
s: 37.5 to be exact, I write everything down 😉
m: I'm telling everybody at work tomorrow`,
  `m: My lower back feels stiff since the deadlifts. Did I do something wrong?
s: Stiff or painful? Does it go down into the leg?
m: Only stiff, nothing in the leg
s: Then it's muscle. Cat-cow and easy walking today, no lifting for two days. If it isn't better by {day}, please see a doctor.
~2d
m: All gone, thank you 🙏`,
  `m: I'd like to run the half marathon in {month}. Is that realistic?
s: How far do you run now without stopping?
m: 8 km, slowly
s: Then yes. Three runs a week, one of them long, and keep one strength day. I'll make you a plan for {weeks} weeks.
m: You're the best. I already signed up by the way 😅
s: I suspected that.`,
  `s: Reminder: your quarterly check-up is due. {day} {time} or {day2} in the morning?
m: {day} please. Do I have to come on an empty stomach?
s: No, just not right after a big meal. 30 minutes are enough.`,
  `m: Which shoes would you take for lifting? Mine are running shoes and I wobble
s: Something flat and hard. You don't need expensive ones, try barefoot in socks on the platform first.
m: Socks are allowed?
s: On the platform yes, elsewhere no 😄`,
  `m: I'm back from holiday, two weeks of pasta. Be kind on {day}
s: Pasta is fuel! We start with 70 % and see.
m: I knew I could count on you`,
  `m: Is it normal that one shoulder clicks when I press overhead?
s: Without pain it's usually harmless. Does it click with the thumbs pointing back, too?
m: No, interesting, then it doesn't
s: Then we turn your grip a bit and add face pulls, 3 × 15 with the yellow band.
m: I like the yellow one, it's the only one I can win against`,
  `s: I've put your new plan into the app: A and B, alternating. Start with 60 % in the first week please, even if it feels too easy.
m: Looks good! What is a “Copenhagen plank”?
s: Something you will hate me for. I'll show you on {day}.
m: 😱`,
  `m: Slept 5 hours, baby has a tooth. Train or stay home?
s: Come, but only 30 minutes and nothing heavy. Or sleep 30 minutes, that's a good training too.
m: Second one it is. Sorry
s: No sorry needed. See you on {day}!`,
  `m: {staff}! 10 pull-ups in a row today!! TEN
s: WHAT. In {month} it was one and a half 😂
m: I know!! The lady next to me clapped
s: I would have, too. Next goal?
m: The first one with weight
s: Deal, I'll bring the belt on {day}.`,
  `m: Do you think creatine makes sense for me?
s: It's well studied and 3 to 5 g a day are fine for healthy people. With kidneys or pills, ask your doctor first. It's no magic, sleep brings more.
m: Then sleep first, creatine later
s: Best order.`,
  `s: You looked tired today. Everything all right?
m: Stress at work, quarter end. The training is the only hour my head is quiet
s: Then we make it an hour for the head: less weight, longer pauses, a walk afterwards. Until the quarter is over.
m: Thank you for noticing, that means something to me`,
  `m: The hip flexor stretch you showed me, how long each side?
s: 90 seconds, twice, every evening. Squeeze the glute of the back leg, otherwise nothing happens.
m: Ohhh, the squeeze is the trick. Now I feel it
s: There it is.`,
  `m: Can I do {class} and legs on the same day?
s: Better with a night between. If you must: legs first, class after, and eat something in between.
m: Got it. {day} class, {day2} legs then`,
  `m: How many calories does an hour of {class} burn? My watch says 900 😂
s: Your watch is a flatterer. 400 to 500 for you, I'd say.
m: I'll still believe the watch
s: If it brings you here, so will I.`,
  `s: Hi {member}, I'm ill tomorrow, so no session. {trainer} could take over at the same time, or we move to {day}.
m: Oh, get well soon! I'd rather wait for you, {day} is fine
s: Thank you, see you on {day}.`,
  `m: I measured at home, 3 kg less than in {month} 🎉
s: Wow! And more importantly: your waist and your deadlift both moved in the right direction.
m: My jeans agree
s: Jeans are the best scale.`,
  `m: Quick one: is it bad to hold the breath when lifting?
s: For heavy ones it's what you want: breathe in, brace, lift, breathe out at the top. For light ones just keep breathing.
m: I've been doing the opposite 🤦
s: Half the gym does. Now you don't.`,
  `m: I'm scared of the box jumps in {class}. I fell once at school
s: Then take the steps, nobody minds. I'll put the 30 cm soft box in the corner for you on {day} and we try five together after class.
~4d
m: I JUMPED
s: I saw it!! So proud of you.`,
  `s: How was the physio?
m: Good, she says it's the tendon, no tear. Heavy slow heel raises, every second day
s: Exactly what I'd do. Send me her sheet and I'll build it into your plan.
m: Will do tonight`,
  `m: What do I eat before a 6:30 session? I feel dizzy without and sick with
s: Half a banana on the way and a big breakfast afterwards. And a glass of water when you get up.
~2d
m: The banana works. Why did nobody tell me this for 34 years`,
  `m: I'm thinking about my first competition, the local one in {month}. Crazy?
s: Not at all, the atmosphere there is lovely. Nobody will laugh about an empty-ish bar, promise.
m: What would I need?
s: A singlet, patience and three attempts you could do half asleep. We'll practise the commands from {day} on.`,
  `m: Could we do one session outside next week? The weather is supposed to be great
s: Love it. {day} {time} at the entrance, bring a mat and something against the sun.
m: ☀️☀️`,
  `m: I can only come twice a week from now on, new job. Does it still make sense?
s: Twice a week, every week, beats four times in January and never again. I'll rewrite your plan to two full-body days.
m: That's a relief. {day} and {day2} then?
s: {day} and {day2}. Congratulations on the job!`,
  `s: {member}, you forgot your training log at the rack. 47 pages, very impressive
m: OH NO. Please don't read the page with the drawings
s: The drawing of me with the whistle is actually quite good.
m: I'm moving to another country`,
  `m: Is {kg} kg a good hip thrust for somebody my size?
s: It's a good hip thrust for somebody twice your size.
m: 😳 ok I'm framing this message`,
  `m: My physio asks which exercises we do for the rotator cuff. Do you have a list?
s: External rotation with the band, face pulls, bottoms-up carries. Light, three times a week. She can call me any time.
m: Perfect, forwarded. She says hello and “finally somebody who writes it down”`,
  `s: How did the exam go?
m: Passed!! And I did your breathing thing before I went in
s: Knew it. Celebrate today, squats on {day}.
m: Can squats be the celebration?
s: Now you're one of us.`,
  `m: The scale went up 1 kg and I did everything right 😩
s: Salt, sleep, your cycle, a heavy dinner: 1 kg is weather, not climate. Look at the line of four weeks.
m: The line goes down
s: There you have it.`,
  `m: Do you have something for the hotel room? I'm away for ten days, no gym
s: Split squats, push-ups, rows with a towel in the door, plank. 4 rounds, 25 minutes, every other day.
m: Towel in the door sounds like a way to lose a deposit
s: Close the door first 😄
~9d
m: Did it five times! The door lives`,
  `s: Small thing I saw on {day}: you look at the mirror at the bottom of the squat and your neck pays for it. Pick a spot on the floor two metres ahead.
m: Ahh, that could be my headache afterwards
s: Very possibly. Tell me next week.
~5d
m: No headache. You're a wizard`,
  `m: I don't feel my glutes in anything. Do I have any?
s: You do, they're shy. Two minutes of bridges with a pause at the top before you start, every time.
m: Today they said hello. And then they screamed
s: That's the language they speak.`,
  `m: Can my mum (68) train with you? She never did any sport but she'd like to carry her shopping again
s: With pleasure. We start with getting up from a chair and carrying things, which is all of fitness anyway.
m: She'll be so happy. Mornings?
s: {day}, {time}. Tell her to bring comfortable shoes and no fear.`,
  `m: I woke up at 5 by myself and thought “oh nice, training”. Who am I
s: A trained person. It's incurable.
m: 😂 see you at {time}`,
  `s: Your heart rate on the bike looks much better: same watts, 12 beats less than in autumn.
m: So the boring zone 2 rides work?
s: Boring works. It's the best kept secret of the trade.`,
];

/** Colleagues of one gym. */
export const colleagues: readonly string[] = [
  `m: Can you cover the desk on {day} from 14 to 16? Dentist 😬
s: Sure, if you take my Saturday opening
m: Deal. Thank you!!`,
  `m: The technician for the cable tower is here, do you have the key to the cupboard?
s: Second drawer, blue tag
m: Found it 👍`,
  `m: {class} is at 20 of 20 with 9 on the waiting list. Shall we open a second one?
s: I could do {day} {time}, the studio is free
m: I'd put it into the plan for four weeks and see
s: Yes, let's try.`,
  `s: There's a birthday in your class tonight, Ingrid turns 70
m: No way, she's the fittest of all of them. I'll get balloons
s: Already at the desk 🎈`,
  `m: Two new members for the introduction tomorrow. Do you have time at {time}?
s: At {time} yes, but only 45 minutes
m: Enough. I'll tell them.`,
  `s: Could you have a look at the support queue? The one about the invoice waits since this morning
m: On it
~20m
m: Answered and assigned to me`,
  `m: Are we still on for the team lunch on {day}?
s: Yes! The Vietnamese place, 12:30
m: Perfect, I'll reserve for eight`,
  `m: The first aid kit in studio 2 is missing plasters
s: Ordered yesterday, should be here on {day}. Take the one from the sauna meanwhile
m: ok`,
];
