"use client";
import { useCallback, useState } from "react";
import { toast } from "sonner";
import { explainError } from "@/ui/connect/explain-error";

/** Runs a verb of the chat client: busy meanwhile, and a refusal told in words. Answers whether it worked. */
export function useVerb(): { isBusy: boolean; run(verb: () => Promise<unknown>, done?: string): Promise<boolean> } {
  const [isBusy, setBusy] = useState(false);
  const run = useCallback(async (verb: () => Promise<unknown>, done?: string) => {
    setBusy(true);
    try {
      await verb();
      if (done) toast.success(done);
      return true;
    } catch (error) {
      toast.error(explainError(error));
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  return { isBusy, run };
}
