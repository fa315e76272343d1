import { DeskInput } from "../../../shared/desk-gym";
import {
  RemoveHolidayInput,
  RemoveRuleInput,
  SaveHolidayInput,
  SaveRuleInput,
  SetAnswersInput,
  SetAssignmentInput,
  SetAutoResolveInput,
  SetGymInput,
  SetHoursInput,
  SetStaffInput,
  SetTopicsInput,
} from "../../../shared/desk-setup";
import { ShiftLogInput } from "../../../shared/shifts";
import { removeRule, saveRule } from "../../support/assignment-rules";
import { removeHoliday, saveHoliday, setHours } from "../../support/desk-hours";
import { readDeskSetup, setAnswers, setAssignment, setAutoResolve, setGym } from "../../support/desk-setup";
import { readShiftLog } from "../../support/shifts";
import { readStaffMembers, setStaff } from "../../support/staff";
import { setTopics } from "../../support/topics";
import { router, signedIn } from "../trpc";

/** The desks at which the caller works, for their admins; without a `gymId` that of their own gym. Labels and shared replies are changed by `support.labels` and `cannedReplies`. */
export const adminRouter = router({
  setup: signedIn.input(DeskInput).query(({ ctx, input }) => readDeskSetup(ctx.chat, input)),
  setGym: signedIn.input(SetGymInput).mutation(({ ctx, input }) => setGym(ctx.chat, input)),
  setHours: signedIn.input(SetHoursInput).mutation(({ ctx, input }) => setHours(ctx.chat, input)),
  saveHoliday: signedIn.input(SaveHolidayInput).mutation(({ ctx, input }) => saveHoliday(ctx.chat, input)),
  removeHoliday: signedIn.input(RemoveHolidayInput).mutation(({ ctx, input }) => removeHoliday(ctx.chat, input)),
  setAnswers: signedIn.input(SetAnswersInput).mutation(({ ctx, input }) => setAnswers(ctx.chat, input)),
  setAssignment: signedIn.input(SetAssignmentInput).mutation(({ ctx, input }) => setAssignment(ctx.chat, input)),
  setAutoResolve: signedIn.input(SetAutoResolveInput).mutation(({ ctx, input }) => setAutoResolve(ctx.chat, input)),
  setTopics: signedIn.input(SetTopicsInput).mutation(({ ctx, input }) => setTopics(ctx.chat, input)),
  saveRule: signedIn.input(SaveRuleInput).mutation(({ ctx, input }) => saveRule(ctx.chat, input)),
  removeRule: signedIn.input(RemoveRuleInput).mutation(({ ctx, input }) => removeRule(ctx.chat, input)),
  staff: signedIn.input(DeskInput).query(({ ctx, input }) => readStaffMembers(ctx.chat, input)),
  setStaff: signedIn.input(SetStaffInput).mutation(({ ctx, input }) => setStaff(ctx.chat, input)),
  shiftLog: signedIn.input(ShiftLogInput).query(({ ctx, input }) => readShiftLog(ctx.chat, input)),
});
