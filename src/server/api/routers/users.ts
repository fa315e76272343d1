import { GetPersonInput } from "../../../shared/member-fields";
import { SearchUsersInput, SetDisabledInput } from "../../../shared/people";
import { findPeople } from "../../accounts/find-people";
import { readPersonFile } from "../../accounts/member-fields";
import { setDisabled } from "../../accounts/set-disabled";
import { router, signedIn } from "../trpc";

export const usersRouter = router({
  /** Whom the caller may start a conversation with. */
  search: signedIn.input(SearchUsersInput).query(async ({ ctx: { actor, services }, input }) => {
    await services.rateLimits.take("searches", actor.id);
    return findPeople(services, actor, input);
  }),

  /** Somebody as the desk of their gym sees them, with what the main API says about them. */
  get: signedIn.input(GetPersonInput).query(({ ctx: { actor, services }, input }) => readPersonFile(services, actor, input)),

  /** Shuts somebody of the caller's gym out: every sign-in of theirs ends at once, on every device. Or lets them in again. For admins. */
  setDisabled: signedIn.input(SetDisabledInput).mutation(async ({ ctx: { actor, services }, input }): Promise<void> => {
    await setDisabled(services, actor, input);
  }),
});
