"use client";
import { Users } from "lucide-react";
import { useState } from "react";
import type { Presence } from "@/shared/presence";
import { classNames } from "./class-names";

export type AvatarSize = 20 | 24 | 28 | 32 | 36 | 40 | 48 | 72;

interface AvatarProps {
  /** `null` draws a group. */
  person: { name: string; avatarUrl: string | null } | null;
  /** px */
  size?: AvatarSize;
  /** Draws a dot; `offline` and `undefined` draw none. */
  status?: Presence["status"];
  className?: string;
}

const dots: Record<Exclude<Presence["status"], "offline">, string> = { online: "bg-online", away: "bg-away", busy: "bg-busy" };

/** A face, or initials when there is none or it cannot be loaded. It is decoration: the name stands beside it, so a screen reader skips it. */
export function Avatar({ person, size = 32, status, className }: AvatarProps) {
  const [brokenUrl, setBrokenUrl] = useState<string | null>(null);
  const url = person?.avatarUrl;
  return (
    <span aria-hidden className={classNames("relative inline-block shrink-0 select-none", className)} style={{ width: size, height: size }}>
      <span
        className="grid size-full place-items-center overflow-hidden rounded-full bg-pressed font-medium text-ink-muted"
        style={{ fontSize: Math.max(9, Math.round(size * 0.36)) }}
      >
        {!person ? (
          <Users style={{ width: size * 0.5, height: size * 0.5 }} />
        ) : url && url !== brokenUrl ? (
          // biome-ignore lint/performance/noImgElement: faces are small, and may come from anywhere
          <img src={url} alt="" decoding="async" onError={() => setBrokenUrl(url)} className="size-full object-cover" />
        ) : (
          initialsOf(person.name)
        )}
      </span>
      {status && status !== "offline" && (
        <span
          data-presence={status}
          className={classNames(
            "absolute right-0 bottom-0 rounded-full ring-2 ring-surface",
            size < 32 ? "size-2" : "size-2.5",
            dots[status],
          )}
        />
      )}
    </span>
  );
}

/** The first letters of the first and the last word of a name: `Anna Maria Berg` → `AB`. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const first = [...(words[0] ?? "?")][0] ?? "?";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toLocaleUpperCase();
}
