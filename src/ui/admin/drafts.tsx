"use client";
import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import type { ZodType } from "zod";
import { problemOf } from "./problems";

interface Drafts {
  /** Whose setup is looked at: drafts are kept for each gym. */
  gymId: string;
  values: ReadonlyMap<string, unknown>;
  set(key: string, value: unknown): void;
  drop(key: string): void;
}

const DraftsContext = createContext<Drafts | null>(null);

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Keeps what was changed and not saved, over all parts of the page; whoever is about to leave the page with it is asked. */
export function DraftsProvider({ gymId, children }: { gymId: string; children: ReactNode }) {
  const [values, setValues] = useState<ReadonlyMap<string, unknown>>(new Map());
  const set = useCallback((key: string, value: unknown) => setValues((before) => new Map(before).set(key, value)), []);
  const drop = useCallback((key: string) => {
    setValues((before) => {
      const after = new Map(before);
      after.delete(key);
      return after;
    });
  }, []);
  const hasAny = values.size > 0;
  useEffect(() => {
    if (!hasAny) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [hasAny]);
  return <DraftsContext value={useMemo(() => ({ gymId, values, set, drop }), [gymId, values, set, drop])}>{children}</DraftsContext>;
}

function useDrafts(): Drafts {
  const drafts = useContext(DraftsContext);
  if (!drafts) throw new Error("useDrafts needs a DraftsProvider above it");
  return drafts;
}

/** Whether anything was changed and not saved in some drafts of the gym: those whose key begins so. */
export function useHasDraft(prefix: string): boolean {
  const { gymId, values } = useDrafts();
  const own = `${gymId}/${prefix}`;
  return [...values.keys()].some((key) => key === own || key.startsWith(`${own}.`));
}

/** Of which gyms anything was changed and not saved. */
export function useDraftGyms(): ReadonlySet<string> {
  const { values } = useDrafts();
  return new Set([...values.keys()].map((key) => key.slice(0, key.indexOf("/"))));
}

export interface Draft<T> {
  value: T;
  /** Differs from what is saved. */
  isDirty: boolean;
  change(part: Partial<T>): void;
  /** Back to what is saved. */
  discard(): void;
  /** What is wrong at a field (`week.0.1`), in words, once somebody has tried to save; otherwise null. */
  problemAt(path: string): string | null;
  /** Saves, if the server would take it; otherwise shows what is wrong, and answers false. */
  submit(save: (value: T) => Promise<unknown>): Promise<boolean>;
}

/** A form over `saved`, checked with the schema that the server checks with. `name` tells the drafts of a gym apart. */
export function useDraft<T extends object>(name: string, saved: T, schema: ZodType): Draft<T> {
  const { gymId, values, set, drop } = useDrafts();
  const key = `${gymId}/${name}`;
  const t = useTranslations("admin.problems");
  const [isTried, setTried] = useState(false);
  const value = (values.get(key) as T | undefined) ?? saved;
  const isDirty = !isSame(value, saved);
  const issues = isTried ? (schema.safeParse(value).error?.issues ?? []) : [];
  const change = (part: Partial<T>) => {
    const next = { ...value, ...part };
    if (isSame(next, saved)) drop(key);
    else set(key, next);
  };
  return {
    value,
    isDirty,
    change,
    discard: () => {
      drop(key);
      setTried(false);
    },
    problemAt(path) {
      const issue = issues.find((one) => one.path.join(".") === path);
      return issue ? t(problemOf(issue)) : null;
    },
    async submit(save) {
      const parsed = schema.safeParse(value);
      setTried(!parsed.success);
      if (!parsed.success) return false;
      try {
        await save(parsed.data as T);
      } catch {
        // Whoever saves has told why; the draft stays.
        return false;
      }
      drop(key);
      return true;
    },
  };
}
