import type { CaseDesk } from "./case-desk.types";
import { DirectoryReads } from "./case-directory";
import { CaseFiles } from "./case-files";
import { DeskLookups } from "./case-lookup";
import { CaseMentions } from "./case-mentions";
import { readCaseMessages } from "./case-messages";
import { CaseNotes } from "./case-notes";
import { UnsavedNotes } from "./case-unsaved-notes";
import { CaseVerbs } from "./case-verbs";
import { CaseViewing } from "./case-viewing";
import type { ChatClient } from "./chat-client.types";
import { baseOf, type ClientBase } from "./client-base";
import { insistently } from "./connection";
import { newsOf } from "./desk-news";
import { forgetDraftsOfOthers } from "./other-desks";

/** The desk's work on cases, upon a client of somebody who works at one. A client of a member never carries this. */
export function caseDesk(client: ChatClient): CaseDesk {
  const base = baseOf(client);
  forgetDraftsOfOthers(base);
  return caseDeskOn(base);
}

/** The same upon what such a client stands on. */
export function caseDeskOn(base: ClientBase): CaseDesk {
  const unsaved = new UnsavedNotes(base);
  const files = new CaseFiles(base, unsaved);
  const verbs = new CaseVerbs(base, files);
  const notes = new CaseNotes(base, { files, unsaved });
  const viewing = new CaseViewing(base);
  const mentions = new CaseMentions(base);
  const settings = new DeskLookups(base, "settings", (gymId) => base.connection.patiently((api) => api.support.settings.query({ gymId })));
  const reads = new DirectoryReads(base);
  const directories = new DeskLookups(base, "settings", (gymId) => reads.read(gymId ?? base.me.getSnapshot()?.gym.id ?? ""));
  const news = newsOf(base);
  const replies = new DeskLookups(base, "replies", (gymId) => base.connection.patiently((api) => api.cannedReplies.list.query({ gymId })));
  return {
    file: (id) => files.source(id),
    reload: (id) => files.reload(id),
    loadBefore: (id) => files.loadBefore(id),
    person: (userId) => base.connection.patiently((api) => api.users.get.query({ userId })),
    messagesOf: (episode) => readCaseMessages(base, episode),
    settings: settings.of().value,
    settingsOf: (gymId) => settings.of(gymId).value,
    directoryOf: (gymId) => directories.of(gymId).value,
    async setShift(state, { handsOver = false } = {}) {
      await base.connection.patiently((api) => api.support.setShift.mutate({ state, handsOver }));
      await settings.refresh();
    },
    cannedReplies: replies.of().value,
    cannedRepliesOf: (gymId) => replies.of(gymId).value,
    news: news.value,
    mentions: mentions.list,
    loadMoreMentions: () => mentions.loadMore(),
    seeMentions: (id, version) => news.seeMentions(id, version),
    viewers: (id) => viewing.of(id),
    setViewing: (id, state) => viewing.set(id, state),
    assign: (id, assigneeId) => verbs.assign(id, assigneeId),
    setStatus: (id, status) => verbs.setStatus(id, status),
    setPriority: (id, priority) => verbs.setPriority(id, priority),
    setLabels: (id, labels) => verbs.setLabels(id, labels),
    setTopic: (id, topic) => verbs.setTopic(id, topic),
    snooze: (id, until) => verbs.snooze(id, until),
    resolve: (id, topic) => verbs.resolve(id, topic),
    merge: (id, number) => verbs.merge(id, number),
    addNote: (id, content, mentioned) => notes.add(id, content, mentioned),
    retryNote: (id, noteId) => notes.retry(id, noteId),
    discardNote: (id, noteId) => unsaved.drop(id, noteId),
    async saveReply(reply) {
      await base.connection.patiently((api) => api.cannedReplies.save.mutate(reply), insistently);
      await replies.refresh();
    },
    async removeReply(id) {
      await base.connection.patiently((api) => api.cannedReplies.remove.mutate({ id }), insistently);
      await replies.refresh();
    },
  };
}
