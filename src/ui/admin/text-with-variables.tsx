"use client";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { fillReply } from "@/shared/canned-replies";
import { useViewer } from "@/ui/connect/viewer-context";
import { Button } from "@/ui/primitives/button";
import { TextArea } from "./fields";
import { useSetupGym } from "./setup-gym";

interface TextWithVariablesProps {
  label: string;
  description?: string;
  value: string;
  /** What it may name. */
  variables: readonly string[];
  error: string | null;
  onChange(value: string): void;
}

/** A text that names what is filled in when it is said: with buttons for what it may name, and as it would read. */
export function TextWithVariables({ label, description, value, variables, error, onChange }: TextWithVariablesProps) {
  const t = useTranslations("admin");
  const field = useRef<HTMLTextAreaElement>(null);
  const insert = (variable: string) => {
    const node = field.current;
    const [from, to] = node ? [node.selectionStart, node.selectionEnd] : [value.length, value.length];
    const name = `{{${variable}}}`;
    onChange(value.slice(0, from) + name + value.slice(to));
    requestAnimationFrame(() => {
      node?.focus();
      node?.setSelectionRange(from + name.length, from + name.length);
    });
  };
  return (
    <div className="flex flex-col gap-2">
      <TextArea
        label={label}
        description={description}
        value={value}
        error={error}
        inputRef={field}
        onChange={({ target }) => onChange(target.value)}
      />
      <fieldset className="flex flex-wrap items-center gap-1">
        <legend className="sr-only">{t("insert", { label })}</legend>
        {variables.map((variable) => (
          <Button key={variable} size="small" variant="quiet" onClick={() => insert(variable)}>
            {`{{${variable}}}`}
          </Button>
        ))}
      </fieldset>
      {value.trim() !== "" && <Demo text={value} />}
    </div>
  );
}

/** The text as a member would read it, with an example of everything. */
function Demo({ text }: { text: string }) {
  const t = useTranslations("admin");
  const { name } = useViewer();
  const gym = useSetupGym();
  const filled = fillReply(text, {
    "member.name": t("example.memberName"),
    "member.firstName": t("example.memberFirstName"),
    "me.name": name,
    "me.firstName": name.split(" ")[0] ?? name,
    "gym.name": gym.name,
    replyTime: t("example.replyTime"),
    opensAt: t("example.opensAt"),
  });
  return (
    <figure className="flex flex-col gap-1">
      <figcaption className="text-small text-ink-muted">{t("demo")}</figcaption>
      {filled.text === null ? (
        <p className="text-small text-danger">{t("unknown", { names: filled.missing.join(", ") })}</p>
      ) : (
        <p className="max-w-prose self-start rounded-2xl rounded-bl-md bg-bubble-other px-3 py-2 text-body whitespace-pre-wrap text-ink">
          {filled.text}
        </p>
      )}
    </figure>
  );
}
