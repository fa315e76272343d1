"use client";
import { Pencil, Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { uuidv7 } from "uuidv7";
import type { input } from "zod";
import { type CannedReply, replyVariables } from "@/shared/canned-replies";
import { SaveCannedReplyInput } from "@/shared/canned-reply-inputs";
import { explainError } from "@/ui/connect/explain-error";
import { Button, IconButton } from "@/ui/primitives/button";
import { tell } from "@/ui/primitives/notices";
import { Skeleton } from "@/ui/primitives/skeleton";
import { api } from "@/ui/queries/queries";
import { Failed } from "@/ui/reports/failed";
import { SectionCard } from "@/ui/reports/section-card";
import { useDraft } from "./drafts";
import { DraftForm, TextInput } from "./fields";
import { useSetupGym } from "./setup-gym";
import { TextWithVariables } from "./text-with-variables";

/** The replies that the whole desk has ready. */
export function RepliesPart() {
  const t = useTranslations("admin");
  const replies = api.cannedReplies.list.useQuery({ gymId: useSetupGym().id });
  const [editing, edit] = useState<CannedReply | null>(null);
  const remove = api.cannedReplies.remove.useMutation(
    useRepliesChange<{ id: string }>((all, { id }) => all.filter((reply) => reply.id !== id)),
  );
  const shared = (replies.data ?? []).filter(({ isShared }) => isShared);
  return (
    <SectionCard
      title={t("part.replies")}
      description={t("replies.means")}
      actions={
        <Button size="small" onClick={() => edit({ id: uuidv7(), shortcut: "", content: "", isShared: true })}>
          <Plus aria-hidden className="size-3.5" />
          {t("replies.add")}
        </Button>
      }
    >
      {editing && <ReplyForm key={editing.id} reply={editing} onDone={() => edit(null)} />}
      {replies.isPending && <Skeleton className="m-4 h-24" />}
      {replies.isError && <Failed error={replies.error} onRetry={() => void replies.refetch()} />}
      {replies.data && shared.length === 0 && !editing && (
        <p className="border-t px-4 py-6 text-center text-body text-ink-muted">{t("replies.none")}</p>
      )}
      <ul className="divide-y border-t">
        {shared.map((reply) => (
          <li key={reply.id} className="flex items-start gap-2 px-4 py-2">
            <div className="min-w-0 flex-1">
              <p className="text-body font-medium">/{reply.shortcut}</p>
              <p className="line-clamp-2 text-body whitespace-pre-wrap text-ink-muted">{reply.content}</p>
            </div>
            <IconButton label={t("replies.edit", { shortcut: reply.shortcut })} onClick={() => edit(reply)}>
              <Pencil aria-hidden className="size-4" />
            </IconButton>
            <IconButton label={t("replies.remove", { shortcut: reply.shortcut })} onClick={() => remove.mutate({ id: reply.id })}>
              <Trash2 aria-hidden className="size-4" />
            </IconButton>
          </li>
        ))}
      </ul>
    </SectionCard>
  );
}

/** A change of the replies: on the screen at once, and back if the server refuses it. */
function useRepliesChange<Input>(apply: (all: CannedReply[], input: Input) => CannedReply[]) {
  const { list } = api.useUtils().cannedReplies;
  const asked = { gymId: useSetupGym().id };
  return {
    onMutate: async (input: Input) => {
      await list.cancel(asked);
      const before = list.getData(asked);
      list.setData(asked, (all) => all && apply(all, input));
      return { before };
    },
    onError: (error: unknown, _input: Input, kept: { before: CannedReply[] | undefined } | undefined) => {
      list.setData(asked, kept?.before);
      tell("error", explainError(error));
    },
    onSettled: () => list.invalidate(asked),
  };
}

function ReplyForm({ reply, onDone }: { reply: CannedReply; onDone(): void }) {
  const t = useTranslations("admin.replies");
  const common = useTranslations("common");
  const { id: gymId } = useSetupGym();
  const draft = useDraft<CannedReply>(`replies.${reply.id}`, reply, SaveCannedReplyInput);
  const save = api.cannedReplies.save.useMutation(
    useRepliesChange<input<typeof SaveCannedReplyInput>>((all, { gymId: _, isShared = true, ...saved }) =>
      [...all.filter(({ id }) => id !== saved.id), { ...saved, isShared }].sort((a, b) => a.shortcut.localeCompare(b.shortcut)),
    ),
  );
  return (
    <DraftForm
      draft={draft}
      isBusy={save.isPending}
      save={async (value) => {
        await save.mutateAsync({ ...value, gymId });
        onDone();
      }}
    >
      <TextInput
        label={t("shortcut")}
        description={t("shortcutMeans")}
        value={draft.value.shortcut}
        error={draft.problemAt("shortcut")}
        onChange={({ target }) => draft.change({ shortcut: target.value })}
      />
      <TextWithVariables
        label={t("content")}
        value={draft.value.content}
        variables={replyVariables}
        error={draft.problemAt("content")}
        onChange={(content) => draft.change({ content })}
      />
      {!draft.isDirty && (
        <Button size="small" variant="quiet" className="self-start" onClick={onDone}>
          {common("close")}
        </Button>
      )}
    </DraftForm>
  );
}
