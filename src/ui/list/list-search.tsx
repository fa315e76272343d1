"use client";
import { Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { KeyboardEvent, Ref } from "react";
import { limits } from "@/shared/limits";
import { IconButton } from "@/ui/primitives/button";

interface ListSearchProps {
  value: string;
  onChange(value: string): void;
  /** Goes on into the rows. */
  onDown(): void;
  inputRef: Ref<HTMLInputElement>;
  /** The name of the field. */
  label: string;
}

/** The search above a list. Escape clears it, then leaves it for the list. */
export function ListSearch({ value, onChange, onDown, inputRef, label }: ListSearchProps) {
  const t = useTranslations("chat.list");
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "ArrowDown" || event.key === "Enter") {
      event.preventDefault();
      onDown();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (value) return onChange("");
      event.currentTarget.blur();
      onDown();
    }
  };
  return (
    <search className="relative block">
      <Search aria-hidden className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-faint" />
      <input
        ref={inputRef}
        type="search"
        aria-label={label}
        placeholder={t("search")}
        autoComplete="off"
        spellCheck={false}
        maxLength={limits.searchQueryCharactersMax}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-9 w-full appearance-none rounded-lg [&::-webkit-search-cancel-button]:hidden border border-transparent bg-sunken pr-9 pl-9 text-body text-ink placeholder:text-ink-faint focus-visible:border-accent-text focus-visible:bg-surface focus-visible:outline-1 focus-visible:outline-offset-0 pointer-coarse:h-11 pointer-coarse:text-reading"
      />
      {value && (
        <IconButton
          label={t("clearSearch")}
          size="small"
          onClick={() => onChange("")}
          className="absolute top-1/2 right-1 -translate-y-1/2"
        >
          <X className="size-4" aria-hidden />
        </IconButton>
      )}
    </search>
  );
}
