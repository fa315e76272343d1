"use client";
import { type FocusEvent, type PointerEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { keepOrder, type SteadyOrder } from "./steady-order";

interface SteadyList<T> extends SteadyOrder<T> {
  /** Lets the present order in; the list goes on being held if the pointer is still over it. */
  apply(): void;
  /** To be spread on the element that holds the rows. */
  holdProps: {
    onPointerEnter(event: PointerEvent): void;
    onPointerLeave(event: PointerEvent): void;
    onFocus(event: FocusEvent): void;
    onBlur(event: FocusEvent): void;
  };
}

/**
 * Rows that never move while the pointer is over them or the keyboard is among them: they keep their places, and `updates` says what waits. A list that was not
 * read yet (`isRead`) is filled beside the keyboard all the same: whoever goes to it by a key is there before its rows are.
 */
export function useSteadyOrder<T>(fresh: readonly T[], keyOf: (item: T) => string, isRead = true): SteadyList<T> {
  // A box, for what is shown grows with further pages without a reason to draw anything.
  const [held, setHeld] = useState<{ rows: readonly T[] } | null>(null);
  const reasons = useRef({ pointer: false, focus: false });
  const latest = useRef(fresh);
  useEffect(() => {
    latest.current = fresh;
  });

  const holdFor = useCallback((reason: "pointer" | "focus", holds: boolean) => {
    reasons.current[reason] = holds;
    const isHeld = reasons.current.pointer || reasons.current.focus;
    setHeld((before) => (isHeld ? (before ?? { rows: latest.current }) : null));
  }, []);

  const holdProps = useMemo(
    () => ({
      onPointerEnter: () => holdFor("pointer", true),
      onPointerLeave: () => holdFor("pointer", false),
      onFocus: ({ target }: FocusEvent) => holdFor("focus", target.matches(":focus-visible")),
      onBlur: ({ currentTarget, relatedTarget }: FocusEvent) => {
        if (!currentTarget.contains(relatedTarget)) holdFor("focus", false);
      },
    }),
    [holdFor],
  );

  useEffect(() => {
    if (isRead && !reasons.current.pointer) setHeld((before) => before && { rows: latest.current });
  }, [isRead]);

  const apply = useCallback(() => setHeld((before) => before && { rows: latest.current }), []);
  const steady = useMemo(() => (held ? keepOrder(held.rows, fresh, keyOf) : { items: fresh, updates: 0 }), [held, fresh, keyOf]);
  // A further page that has been shown is held like the rest.
  useEffect(() => {
    if (held && steady.items.length > held.rows.length) held.rows = steady.items;
  }, [held, steady.items]);
  return { ...steady, apply, holdProps };
}
