import { adminRouter } from "./routers/admin";
import { authRouter } from "./routers/auth";
import { cannedRepliesRouter } from "./routers/canned-replies";
import { conversationsRouter } from "./routers/conversations";
import { messagesRouter } from "./routers/messages";
import { presenceRouter } from "./routers/presence";
import { reportsRouter } from "./routers/reports";
import { supportRouter } from "./routers/support";
import { typingRouter } from "./routers/typing";
import { usersRouter } from "./routers/users";
import { router } from "./trpc";

export const appRouter = router({
  auth: authRouter,
  users: usersRouter,
  conversations: conversationsRouter,
  messages: messagesRouter,
  typing: typingRouter,
  presence: presenceRouter,
  support: supportRouter,
  cannedReplies: cannedRepliesRouter,
  admin: adminRouter,
  reports: reportsRouter,
});

/** The contract that clients import, as a type only. */
export type AppRouter = typeof appRouter;
