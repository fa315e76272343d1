/** The part of the tour that the desk asks. */
import { uuidv7 } from "uuidv7";
import type { Services } from "../api/services";
import { sendMessage } from "../chat/send-message";
import { readBoard } from "../reports/read-board";
import { readReport } from "../reports/read-report";
import { readReportRows } from "../reports/read-rows";
import { addNote } from "../support/add-note";
import { advanceCase } from "../support/advance-case";
import { assignCase } from "../support/assign-case";
import { listCannedReplies, removeCannedReply, saveCannedReply } from "../support/canned-replies";
import { changeMany } from "../support/change-many";
import { readDeskSettings, setDeskSettings } from "../support/desk-settings";
import { fillCannedReply } from "../support/fill-canned-reply";
import { getCase } from "../support/get-case";
import { removeLabel, saveLabel } from "../support/labels";
import { mergeCases } from "../support/merge-cases";
import { readDirectory } from "../support/read-directory";
import { readMentions } from "../support/read-mentions";
import { resolveCase } from "../support/resolve-case";
import { listViews, removeView, saveView } from "../support/saved-views";
import { seeMentions } from "../support/see-mentions";
import { setLabels } from "../support/set-labels";
import { setStatus } from "../support/set-status";
import { setViewing } from "../support/set-viewing";
import { snoozeCase } from "../support/snooze-case";
import { undoMany } from "../support/undo-many";
import { wakeSnoozed } from "../support/wake-snoozed";
import { as } from "./actors";
import type { LargeWorld } from "./large-tables";

async function keepReady(services: Services, world: LargeWorld): Promise<void> {
  const staff = await as(services, world.staff);
  const view = { id: uuidv7(), name: "Mine", isShared: false, view: "mine" as const, filters: {} };
  const reply = { id: uuidv7(), shortcut: "hi", content: "Hi {{member.name}}", isShared: false };
  await saveView(staff, view);
  await saveCannedReply(staff, reply);
  const stranger = { ...staff, actor: { ...staff.actor, id: world.busy } };
  await saveView(stranger, view).catch(() => undefined);
  await saveCannedReply(stranger, reply).catch(() => undefined);
  await listViews(staff);
  await listCannedReplies(staff);
  await fillCannedReply(staff, { id: reply.id, conversationId: world.openSupport });
  await removeView(staff, view);
  await removeCannedReply(staff, reply);
}

async function changeManyAndBack(services: Services, world: LargeWorld): Promise<void> {
  const staff = await as(services, world.staff);
  const { version } = (await getCase(staff, { conversationId: world.openSupport, limit: 50 })).case;
  const target = { kind: "chosen" as const, cases: [{ conversationId: world.openSupport, version }] };
  const bulk = { id: uuidv7(), action: { kind: "setPriority" as const, priority: "low" as const }, target };
  for (const one of [bulk, bulk]) await changeMany(staff, one);
  await undoMany(staff, bulk);
  // By now the case is another than this one knows.
  await changeMany(staff, { ...bulk, id: uuidv7(), action: { kind: "setPriority", priority: "high" } });
}

/** Looks at what was done today. */
async function lookBack(services: Services, world: LargeWorld): Promise<void> {
  const staff = await as(services, world.staff);
  const { day } = await readBoard(staff);
  const span = { from: day, to: day };
  await readReport(staff, span);
  for (const figure of ["opened", "firstReply", "messagesIn"] as const) {
    const { nextCursor } = await readReportRows(staff, { ...span, figure, order: "newest", limit: 1 });
    await readReportRows(staff, { ...span, figure, order: "longest", limit: 1, cursor: nextCursor });
  }
}

/** Works through the open support conversation as its desk would. */
export async function workAtDesk(services: Services, world: LargeWorld): Promise<void> {
  const staff = await as(services, world.staff);
  const admin = { ...staff, actor: { ...staff.actor, role: "admin" as const } };
  const conversationId = world.openSupport;
  const seen = async () => {
    const { version } = (await getCase(staff, { conversationId, limit: 50 })).case;
    return { conversationId, version };
  };
  await saveLabel(admin, { name: "Keys", tone: "neutral" });
  await setDeskSettings(admin, { requiresTopic: true });
  await readDeskSettings(staff);
  await readDirectory(staff, {});
  const answer = { conversationId, id: uuidv7(), content: "One moment.", afterSeq: 0 };
  await sendMessage(staff, answer, advanceCase).catch(() => undefined);
  const stale = await seen();
  await assignCase(staff, { ...stale, assigneeId: world.staff });
  await assignCase(staff, { ...stale, assigneeId: null }).catch(() => undefined);
  await setLabels(staff, { ...(await seen()), labels: ["Keys"] });
  const note = { conversationId, id: uuidv7(), content: "Knows the manager.", mentions: [world.staff] };
  for (const one of [note, note]) await addNote(staff, one);
  const { nextCursor } = await readMentions(staff, { limit: 1 });
  await readMentions(staff, { limit: 1, cursor: nextCursor });
  await services.news.read(staff.actor);
  await seeMentions(staff, await seen());
  await snoozeCase(staff, { ...(await seen()), until: new Date(Date.now() + 60_000).toISOString() });
  await setStatus(staff, { ...(await seen()), status: "open" });
  const { number } = await resolveCase(staff, { ...(await seen()), topic: "Keys" });
  await sendMessage(await as(services, world.member), { conversationId, id: uuidv7(), content: "Once more" }, advanceCase);
  await mergeCases(staff, { ...(await seen()), number });
  await changeManyAndBack(services, world);
  await keepReady(services, world);
  await setViewing(staff, { conversationId, state: "none" });
  await snoozeCase(staff, { ...(await seen()), until: new Date(Date.now() + 60_000).toISOString() });
  await wakeSnoozed(services);
  await setStatus(staff, { ...(await seen()), status: "open" });
  await removeLabel(admin, { name: "Keys" });
  await lookBack(services, world);
}
