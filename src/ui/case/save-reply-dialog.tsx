"use client";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { uuidv7 } from "uuidv7";
import { unknownVariables } from "@/shared/canned-replies";
import { limits } from "@/shared/limits";
import { messageRefusal } from "@/shared/text";
import { explainError } from "@/ui/connect/explain-error";
import { Button } from "@/ui/primitives/button";
import { Dialog } from "@/ui/primitives/dialog";
import { tell } from "@/ui/primitives/notices";
import { TextField } from "@/ui/primitives/text-field";
import { useCaseDesk } from "./use-case-desk";

/** Keeps what is written as a reply of one's own. */
export function SaveReplyDialog({ content, onClose }: { content: string; onClose(): void }) {
  const t = useTranslations("case");
  const desk = useCaseDesk();
  // Saved again after an answer that was lost, it is the same reply.
  const [id] = useState(uuidv7);
  const [shortcut, setShortcut] = useState("");
  const [text, setText] = useState(content);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const unknown = unknownVariables(text);
  const canSave = shortcut !== "" && !/[\s/]/.test(shortcut) && messageRefusal(text) === null && unknown.length === 0;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!canSave) return setProblem(t("replies.badShortcut"));
    setBusy(true);
    try {
      await desk.saveReply({ id, shortcut, content: text, isShared: false });
      tell("success", t("replies.saved", { shortcut }));
      onClose();
    } catch (error) {
      setProblem(explainError(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t("replies.saveTitle")} description={t("replies.saveHint")}>
      <form onSubmit={(event) => void save(event)} className="flex flex-col gap-3">
        <TextField
          label={t("replies.shortcut")}
          value={shortcut}
          onChange={(event) => {
            setShortcut(event.target.value);
            setProblem(null);
          }}
          maxLength={limits.labelCharactersMax}
          error={problem}
          autoFocus
          autoComplete="off"
        />
        <label className="flex flex-col gap-1 text-dense font-medium">
          {t("replies.text")}
          <textarea
            rows={5}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="w-full resize-y rounded-lg border border-control bg-surface px-3 py-2 text-body font-normal text-ink"
          />
        </label>
        <p className="text-small text-ink-muted">
          {unknown.length > 0
            ? t("replies.unknown", { names: unknown.join(", ") })
            : t("replies.variables", { names: "{{member.firstName}}, {{me.firstName}}, {{gym.name}}" })}
        </p>
        <div className="flex justify-end gap-2">
          <Button variant="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" variant="primary" disabled={isBusy || !canSave}>
            {t("replies.keep")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
