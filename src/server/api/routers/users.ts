import { SearchUsersInput } from "../../../shared/people";
import { findPeople } from "../../accounts/find-people";
import { router, signedIn } from "../trpc";

export const usersRouter = router({
  /** Whom the caller may start a conversation with. */
  search: signedIn.input(SearchUsersInput).query(async ({ ctx: { actor, services }, input }) => {
    await services.rateLimits.take("searches", actor.id);
    return findPeople(services, actor, input);
  }),
});
