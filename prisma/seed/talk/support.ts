/**
 * Talk between a member (`m:`) and the front desk (`s:`), one message a line. `~40m` is a pause. `{a|b}` is one of the two; `{member}`, `{staff}`,
 * `{day}`, `{time}` … are filled in by compose.ts. The first line names the topic.
 */
export const settledSupport: readonly string[] = [
  `Freezing a membership
m: {Hi|Hello}, I'm travelling for work from the {date} and won't be back for about {weeks} weeks. Can I pause my membership for that time?
s: Hi {member}, yes, that's no problem. A freeze is free for up to three months a year, it just has to cover whole months.
m: Ah ok. So if I start on the first, I would skip two payments?
s: Exactly. The months are added at the end, so you don't lose anything.
m: Perfect, then please from the first for two months
s: Done. You'll get a confirmation by e-mail in a few minutes. Have a good trip!
m: {Thanks a lot|Thank you|Great, thanks} 🙏`,
  `Freeze after an operation
m: Hello, I had knee surgery last week and the doctor says no sport for {weeks} weeks. What do I need to do for the membership?
s: Oh no, I hope it went well! For medical reasons we can freeze from the day of the operation. We only need a short note from your doctor.
m: It went well, thanks. Is a photo of the note enough?
s: A photo is fine, send it to the desk's e-mail address and put your member number in the subject.
~3h
m: Just sent it
s: Got it, thank you. Your membership is frozen from the {date}. When you come back, ask {trainer} for a free check-in session, they are great with knees.
m: That's really kind. See you in spring!`,
  `Booking a class
m: I can't book {class} on {day}, the app says I already have three bookings?
s: Hi {member}, that's the weekly limit of your plan: three booked classes at a time. As soon as one is over you can book the next.
m: Oh, I see. I still have {day2} in there and I can't make it anyway
s: Then cancel that one in the app and the slot is free at once. Shall I do it for you?
m: Yes please, and put me into {class} on {day} if there's a place
s: Both done. You're number {low} of 20 on {day} at {time}.
m: 👍`,
  `Waiting list
m: How does the waiting list for {class} work? I'm third for {day} {time}
s: If somebody cancels you move up automatically and get a notification. Until two hours before the class you can leave the list without a fee.
m: And what are my chances with third? 😄
s: On a {day} honestly quite good, there are usually four or five late cancellations.
~5h
m: I'm in!
s: Told you 😉 Have fun!`,
  `Lost property
m: Hi, I think I left my {thing} in the changing room yesterday evening. Has anybody handed one in?
s: Hi {member}, let me look. What does it look like?
m: {Dark blue, with a small white logo|Black, quite new, my initials are inside|Grey with a green stripe}
s: I think I have it here! Bottom left in the lost property box. You can pick it up at the desk any time.
m: You're a lifesaver. I'll come by {tonight|tomorrow morning|after work}
s: I've put your name on it.`,
  `Lost locker key
m: Embarrassing question: I locked my bag in and the key is gone 🙈
s: Happens every week, don't worry. Which locker?
m: {n}, in the men's changing room near the showers
s: {A colleague|One of us} is on the way with the master key. Please have something ready to show that it's yours.
~12m
m: All good again, thanks for being so quick. I pay for the key at the desk, right?
s: Yes, 10 €, whenever you pass by.`,
  `Double charge
m: Hello, I was charged twice this month: once on the 1st and once on the {date}. Could you check?
s: Hi {member}, sorry about that. I see both payments. The second one is the drink plan that was added last month. Was that intended?
m: No, I only tried it once at the counter. I never wanted a subscription
s: Then I'll cancel it and refund the 14.90 €. It takes three to five working days until it's on your account.
m: Ok, thank you for sorting it out so quickly
s: Sure, and sorry for the confusion. The second button on that screen is really easy to hit by mistake, I passed it on.
~4d
m: Refund arrived 👍`,
  `Change of bank account
m: I have a new bank account. Where can I change the IBAN?
s: In the member area under Payments. The change must be in by the 25th to count for the next month.
m: Found it. It says “pending”, is that normal?
s: Yes, until the next debit. You don't need to do anything else.
m: Super, thanks`,
  `Guest pass
m: My sister is visiting next week. Can I bring her along for a day?
s: Of course! You have two guest passes a year, both unused. Which day would you like?
m: {day}, in the evening
s: Booked. She needs an ID and comfortable shoes, and you have to check in together.
m: She wants to know whether the sauna is included 😂
s: It is. Towels are 2 € if she doesn't bring one.
m: Sold. Thank you {staff}!`,
  `Broken treadmill
m: The treadmill at the window, third from the left, stops by itself after about ten minutes. Third time this week
s: Thanks for telling us, {member}. I've put a sign on it and the technician comes on {day}.
m: Great. It's the only one where I can see the clock 😅
s: Understandable. I'll ask whether we can hang a second clock at the back.
~3d
s: Small update: it was the belt sensor, it's repaired. And the second clock is coming too.
m: Best gym 💚`,
  `Shower temperature
m: The showers on the left in the women's changing room are cold again
s: Oh, again? I'm sorry. Facility management looks at it right now.
~1h
s: They found it, a valve was stuck. Warm water should be back, can you confirm when you're here next time?
m: Was there this morning, lovely and warm 🙂`,
  `Cancelling
m: I'm moving to another town in {month}. What do I have to do to cancel?
s: We're sorry to see you go! Your contract can be ended with one month's notice to the end of a month. A short message here is enough.
m: Then I'd like to cancel to the end of {month} please
s: Noted, the confirmation is on its way to your e-mail. If you find a GymProLuxe there, you can take your conditions along.
m: Oh good to know, I'll check. Thanks for the good years!
s: Thank you, {member}. All the best!`,
  `Upgrade
m: What would the difference be if I went from Basic to Plus?
s: Plus is 12 € more a month and has unlimited classes, the sauna, and one check-up with a trainer every quarter.
m: Could I start mid-month?
s: Yes, we count by the day. And you can go back to Basic after three months.
m: Then let's do it
s: Welcome to Plus! Your card is updated, you can book more than three classes right away.`,
  `Student discount
m: I'm a student again since {month}. Is there a student price?
s: Yes, 20 % off with a valid certificate. Please show it at the desk or upload it in the member area.
m: Uploaded it just now
s: Checked and accepted. The new price counts from the next debit.
m: That was fast, thx`,
  `Corporate plan
m: My employer says they pay a part of the membership. I have a code but the website doesn't take it
s: Could you tell me the first four letters of the code? Not the whole one please.
m: {GPLX|WELL|FITB|TEAM}
s: That's the old programme, it was replaced last year. Your HR should have a new link. As soon as you have it I can move you over, also for the past month.
~1d
m: I got the new link and it worked. Thank you for the hint about last month!`,
  `Towel service
m: Is the towel service included in Plus or extra?
s: It's extra, 6 € a month. One big and one small towel each visit.
m: Hmm, I'll think about it
s: No hurry. You can also take single towels for 2 €.`,
  `Parking
m: Since last week the barrier in the car park doesn't let me out without paying. Isn't it free for members?
s: It is for two hours. Do you hold the ticket to the reader at our desk before you leave?
m: …there's a reader at the desk?
s: To the left of the flowers, we really should make it more visible 😄 Tell me the date and I'll refund it.
m: {day} and {day2}, 3 € each
s: You have 6 € credit for the shake bar. Enjoy!
m: Haha, deal.`,
  `Opening hours at the holiday
m: Are you open on the public holiday next week?
s: Yes, 10:00 to 18:00, classes only in the morning. The plan is in the app.
m: Is {class} on?
s: It is, at 10:30 with {trainer}.
m: Wonderful, thanks`,
  `Sauna
m: Is the sauna women only on {day}?
s: From 17:00 to 20:00, yes. Otherwise mixed, and textile-free as always.
m: Thank you!
s: And from next month there's an infusion at 19:00 every day.`,
  `Complaint about noise
m: Sorry to be that person, but the music on the free-weight floor was so loud on {day} evening that I couldn't concentrate. Is there a policy?
s: You're not that person, thanks for saying it. We have a limit but apparently somebody turned the amplifier itself up. I've put it back and locked it.
m: That was quick. Really appreciate it
s: If it happens again, just tell whoever is at the desk, or write here.`,
  `Weights not put back
m: Could you remind people to put the plates back? In the evening I collect the 20s from all over the place 😤
s: You're right, we get this a lot at the moment. {trainer} will make a round every hour from tonight, and there'll be a new rack at the squat stations next week.
m: A second rack would really help
~9d
m: New rack is amazing, and it's even being used!
s: 🎉`,
  `Praise
m: Just wanted to say: {trainer} is fantastic. I've been to four gyms and never had somebody take so much time to explain a deadlift
s: What a lovely message, I'll print it and stick it to the staff fridge.
m: Please do 😂
s: Done. {trainer} went red.`,
  `Personal training
m: How much is personal training and how does it work?
s: A single hour is 65 €, a pack of ten 550 €. You choose the trainer, the first talk is free.
m: I'd like to work on my shoulder mobility and maybe lose a few kilos. Who would you recommend?
s: For shoulders I'd say {trainer}. Shall I ask for a first talk this week?
m: Yes please, evenings would be good
s: {day} at {time} would work. You can write to {trainer} here in the chat too.
m: Great, done!`,
  `App sign-in
m: The app logged me out and the password reset mail never arrives
s: Hi {member}, are you maybe registered with another address? We have one ending in .{com|net|org} here.
m: Oh! That's the old one. Could you change it to the one I write from?
s: Please do that at the desk with your ID, it's a rule that protects you. It takes a minute.
m: Fair enough, I'll be there {tonight|tomorrow} anyway`,
  `Card does not open the gate
m: My card doesn't open the gate any more, I had to ring twice this week
s: Let me see… your card is fine on our side, so it's probably the chip. I'll have a new one ready for you.
m: Do I have to pay for it?
s: No, chips wear out. Just bring the old one.
m: Thanks! I'll come by around {time}`,
  `Certificate for the health insurance
m: My health insurance wants a certificate that I trained at least 60 times this year. Can you make one?
s: Sure. You've checked in {n} times since January, plus the classes, so you're well over 60. I'll send it as PDF by e-mail.
m: Wow I didn't know it was that many 😅 Thank you
s: Be proud! It's in your inbox.`,
  `Child care
m: Do you have child care on {day} mornings? Our kindergarten is closed for a week
s: Yes, from 9 to 12, from one year on. Please book the day before, there are eight places.
m: Could I have {day} and {day2} for a three year old?
s: Both booked. Bring socks and something to drink.
m: You just saved my week`,
  `Swimming course
m: Are there still places in the crawl course for beginners?
s: Two places left, it starts on {day} at {time}, eight times. 96 € for members.
m: I can swim breaststroke but I panic with my face in the water. Is that ok for the course?
s: That's exactly whom it's made for. {trainer} starts with breathing only.
m: Ok I'm in, before I change my mind
s: You're on the list 🏊`,
  `Allergy at the shake bar
m: Do the protein bars at the counter contain peanuts? The label is half torn off
s: The chocolate one does, the berry one doesn't but is made in the same place. With an allergy I'd leave both, sorry.
m: Thanks for checking, then I stick to bananas 🍌`,
  `Air conditioning
m: It was 27 degrees in the spinning room yesterday. Is something broken?
s: Yes, sadly: the cooling on the second floor. The part arrives on {day}. Until then we've put in four fans and doors stay open.
m: Ok good to know. I'll bring a second towel
~4d
s: It's repaired and back to 19 degrees.
m: Felt it! Thanks`,
  `First visit
m: Hi, I just signed up online. What do I need for the first visit?
s: Welcome {member}! Indoor shoes, a towel and a padlock. Your card is ready at the desk.
m: And is there somebody who shows me the machines?
s: {trainer} does, 45 minutes, included. Would {day} at {time} suit you?
m: {day} is perfect. I'm a bit nervous to be honest 😅
s: Everybody is the first time. You'll be fine, and the coffee afterwards is on us.`,
  `Referral
m: A colleague of mine signed up because of me. Isn't there some kind of bonus?
s: There is! A free month for you and a free check-up for your colleague. What's their first name?
m: Daniel, he started on {day}
s: Found him. Your free month is {month}.
m: 🥳`,
];

/** Support talk that ends with the member waiting. */
export const waitingSupport: readonly string[] = [
  `Payment failed
m: Hello, I got an e-mail that my debit failed, but there's enough money in the account. What should I do?
m: I don't want my card to be blocked before the class on {day}`,
  `Booking a class
m: Hi! {class} on {day} at {time} is full and I'm on the waiting list. Is there any chance of a bigger room? There are nine people waiting`,
  `Freezing a membership
m: Hey, short question: I'm pregnant 🎉 and would like to freeze the membership from {month} on. For how long is that possible?
m: And does it make a difference that I have the yearly plan?`,
  `Injury in a class
m: I twisted my ankle yesterday in {class}. It's swollen but I can walk. Do I have to report this to you for the insurance?`,
  `Lost property
m: Hi, did anybody find a silver bracelet? I must have lost it on {day} somewhere between the mats and the showers
m: It was a present from my grandmother, so it would mean a lot to me 🙏`,
  `Rowing machine
m: Rower number 2 makes a terrible noise when you pull hard and the display is dead. Just so you know`,
  `Upgrade
m: I'd like to try the Plus plan for the classes. Could I do that for just one month, or is there a trial week?`,
  `Locker
m: I'd like to rent one of the big lockers. Are any free at the moment, and how much is it?`,
  `Wrong invoice
m: The invoice for {month} has my old address on it and my company doesn't accept it like that. Could you send me a corrected one?
s: Hi {member}, sure. What's the right address, the one in your profile?
m: Yes, the one in the profile. I need it by {day} if possible`,
  `Cancelled class
m: I came all the way for {class} at {time} and it was cancelled. Nobody told me, I had a booking
m: Could you at least send a notification next time?`,
  `Nutrition consultation
m: Do you still offer the nutrition consultation? A friend had one last year with a body analysis and I'd be interested`,
  `Guest pass
m: Can I bring my teenage son (15) along on Sundays? He'd like to try the machines`,
  `Refund
m: I bought a ten-visit pass for the sauna in {month} and then upgraded to Plus, where it's included. There are 7 visits left. Is a refund possible?
s: Let me check that with accounting, I'll come back to you today.
m: Thank you, no stress`,
  `Music in yoga
m: Could the speakers in studio 2 be repaired? In {class} the left one crackles all the time, hard to relax like that 😅`,
  `Key card
m: My card stopped working this morning, I came in behind somebody else. Can I get a new one this evening?`,
  `Personal training
m: I'd like to move my session with {trainer} on {day}, but I can't reach anybody by phone. Can you help?`,
  `Fire door
m: The emergency exit next to the squat racks is blocked by boxes since yesterday. You might want to have a look`,
  `Vegan protein
m: Could you put a vegan protein option on the shake menu? Happy to be the first customer 🌱`,
];

/** What colleagues note about a member, for each other. */
export const notes: readonly string[] = [
  "Prefers to be called in the afternoon.",
  "Was unhappy with the class cancellation in spring, please be generous.",
  "Knee surgery this year, cleared for light training by the physio.",
  "Pays by invoice through the employer, do not start a dunning run.",
  "Long-time member, knows half of the gym. Very kind.",
  "Asked twice about the sauna renovation. Tell them first when the date is fixed.",
  "Left-handed, has trouble with the rack at station 4.",
  "Offered a free month because of the double charge. Confirmed by the manager.",
  "Card was replaced, old chip is in the drawer.",
  "Mother signs for this member until the eighteenth birthday.",
];

export const cannedReplies: readonly [shortcut: string, content: string][] = [
  ["hello", "Hi! Thanks for your message. I'm looking into it right now."],
  [
    "freeze",
    "A freeze is free for up to three months a year. It has to cover whole months, and the time is added at the end of your contract.",
  ],
  [
    "cancel",
    "Your contract can be ended with one month's notice to the end of a month. A short message here is enough, you'll get a confirmation by e-mail.",
  ],
  ["hours", "You find our current opening hours and the class plan in the app under “My gym”."],
  ["lost", "Lost property is kept at the desk for four weeks. What does it look like, and when did you last have it?"],
  ["refund", "The refund is on its way. It takes three to five working days until it's on your account."],
  ["guest", "You have two guest passes a year. Your guest needs an ID, and you check in together."],
  ["bye", "You're welcome! Have a great training."],
];
