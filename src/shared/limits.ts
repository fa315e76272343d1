/** Every bound of the product in one place. Past each comes a typed error or a resync, never memory that grows. */
export const limits = {
  /** Characters (Unicode code points) in one message. */
  messageCharactersMax: 2000,
  /** From here on the composer shows how many characters are left. */
  messageCharactersWarn: 1800,
  /** Bytes in one WebSocket frame or HTTP body sent to us. */
  frameBytesMax: 64 * 1024,
  /** Calls in one tRPC batch over HTTP. */
  batchCallsMax: 10,
  /**
   * Calls in one WebSocket frame. A stock tRPC client puts into one frame what it does in one turn and, when it comes back, every subscription it
   * has (`subscriptionsPerSocketMax`): a frame that is refused would leave all of them without an answer.
   */
  frameCallsMax: 64,
  /** Open subscriptions on one socket. */
  subscriptionsPerSocketMax: 50,
  /** Open sockets of one user, over all devices. */
  socketsPerUserMax: 20,
  /** Open sockets of one network address on which nobody has signed in yet: each has five seconds for it. */
  strangersPerAddressMax: 250,
  /** Bytes that may wait for a slow reader before the socket is closed with code 1013 and comes back by resume. */
  socketQueueBytesMax: 1024 * 1024,
  /** People in one group. */
  groupParticipantsMax: 250,
  /** Of the people who left a conversation, so many are shown with it: those who left last. */
  formerParticipantsMax: 100,
  /** Conversations with something unread that are counted, those with the newest activity. */
  unreadConversationsMax: 1000,
  conversationNameCharactersMax: 80,
  searchQueryCharactersMax: 80,
  topicCharactersMax: 120,
  labelCharactersMax: 40,
  /** Of what is resolved, so much is looked through for one page of a filtered view. */
  resolvedScanMax: 1000,
  /** Labels on one case. */
  caseLabelsMax: 20,
  /** Stretches of opening in one day. */
  daySpansMax: 8,
  /** Days of one gym that are unlike their weekday. */
  holidaysMax: 200,
  /** Characters of what the desk says by itself. */
  automaticAnswerCharactersMax: 500,
  /** Open cases of one person, as far as they are given by themselves. */
  capacityMax: 500,
  /** Topics that a desk offers. */
  gymTopicsMax: 100,
  /** Rules by which a desk gives cases to people. */
  assignmentRulesMax: 100,
  /** Fields that the main API may set of one member, and characters of one that is text. */
  memberFieldsMax: 40,
  memberFieldCharactersMax: 500,
  /** Desks at which one person works. */
  desksMax: 50,
  /** Labels of one gym. */
  gymLabelsMax: 200,
  /** Saved views of one person, and canned replies of one person or of a desk. */
  savedViewsMax: 50,
  cannedRepliesMax: 500,
  /** People mentioned in one note. */
  noteMentionsMax: 20,
  /** Of the staff of a desk, and of its admins, so many are named at most. */
  deskPeopleMax: 500,
  /** Of a member's earlier cases so many stand beside the present one: the last. */
  earlierCasesMax: 20,
  /** Cases in one chunk of an action over many. */
  bulkCasesMax: 100,
  /** An action over many cases can be put back for so long after its last chunk; screens offer it for a shorter time. */
  bulkUndoMs: 60_000,
  /** A case sleeps for at most so long. */
  snoozeMsMax: 366 * 24 * 60 * 60 * 1000,
  pageDefault: 20,
  pageMax: 100,
  messagesPageDefault: 50,
  /** Resolved cases of a desk are counted up to here: this many means this many or more. */
  resolvedCountMax: 100,
  /** Days that one report spans: a year. */
  reportDaysMax: 366,
  /** Lines of one chunk of a report's table: it must fit what may wait for a slow reader. */
  reportCsvLinesMax: 2000,
  /** User ids in one presence question. */
  presenceUsersMax: 500,
  /** Events a resume may replay; past it the listener gets one `resync`. */
  resumeEventsMax: 2000,
  /** How long they may be together, in characters of JSON; they may wait for a slow reader beside what else may. */
  resumeLengthMax: 2 * 1024 * 1024,
  /** Conversations a resume may touch; past it the listener gets one `resync`. */
  resumeConversationsMax: 200,
  /** A cursor older than this is answered with `resync`. */
  cursorAgeMsMax: 7 * 24 * 60 * 60 * 1000,
  /** A chat token's life. */
  chatTokenLifeMs: 5 * 60 * 1000,
  /** A presence heartbeat is expected this often … */
  heartbeatIntervalMs: 20_000,
  /** … and a user without one is offline after this long. */
  presenceLifeMs: 45_000,
  /** A client repeats `typing.set` at most this often while somebody types … */
  typingIntervalMs: 2_000,
  /** … and a typist who falls silent is forgotten after this long. */
  typingLifeMs: 5_000,
  /** A screen of the desk repeats `support.setViewing` this often … */
  viewingIntervalMs: 10_000,
  /** … and whoever does not is no longer there after this long. */
  viewingLifeMs: 25_000,
  /** Mentions that somebody has not seen are told up to this many. */
  unseenMentionsMax: 100,
  /** Whoever is away sooner than this could be somebody whose connection is only slow to come back. */
  autoAwayMinutesMin: 5,
} as const;

/**
 * How often one user may do something; every window of a tier holds, wherever it is laid over time: there is no burst beyond `calls`. Counted per
 * user over all devices and processes; while the processes cannot reach Redis each counts by itself, so that N of them take N times as many.
 */
export const rateTiers = {
  messages: [
    { calls: 10, perMs: 1_000 },
    { calls: 120, perMs: 60_000 },
  ],
  newConversations: [
    { calls: 5, perMs: 10_000 },
    { calls: 60, perMs: 3_600_000 },
  ],
  typing: [{ calls: 20, perMs: 10_000 }],
  presence: [{ calls: 30, perMs: 10_000 }],
  marks: [{ calls: 100, perMs: 10_000 }],
  reads: [{ calls: 300, perMs: 10_000 }],
  searches: [{ calls: 30, perMs: 10_000 }],
  tokens: [{ calls: 30, perMs: 60_000 }],
  /** Per e-mail address and per network address, not per user: nobody is signed in yet. */
  signIns: [{ calls: 10, perMs: 300_000 }],
} as const satisfies Record<string, readonly { calls: number; perMs: number }[]>;

/** Calls that are counted together. */
export type RateTier = keyof typeof rateTiers;
