"use client";
import { useCallback, useState } from "react";
import { explainError } from "@/ui/connect/explain-error";
import { tell } from "@/ui/primitives/notices";

/** Runs a verb of the chat client: busy meanwhile, and a refusal told in words. Answers whether it worked. */
export function useVerb(): { isBusy: boolean; run(verb: () => Promise<unknown>, done?: string): Promise<boolean> } {
  const [isBusy, setBusy] = useState(false);
  const run = useCallback(async (verb: () => Promise<unknown>, done?: string) => {
    setBusy(true);
    try {
      await verb();
      if (done) tell("success", done);
      return true;
    } catch (error) {
      tell("error", explainError(error));
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  return { isBusy, run };
}
