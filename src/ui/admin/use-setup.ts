"use client";
import type { AtDesk } from "@/shared/desk-gym";
import type { DeskSetup } from "@/shared/desk-setup";
import { explainError } from "@/ui/connect/explain-error";
import { tell } from "@/ui/primitives/notices";
import { api } from "@/ui/queries/queries";
import { useSetupGym } from "./setup-gym";

/** What an admin says, of which gym. */
export type Said<T> = T & AtDesk;

/**
 * What a change of the desk's setup is made with: it stands on the screen at once, and when the server refuses it, goes back with the words why.
 * @param apply the setup as it will be
 */
export function useSetupChange<Input>(apply: (setup: DeskSetup, input: Input) => DeskSetup) {
  const { setup } = api.useUtils().admin;
  const asked = { gymId: useSetupGym().id };
  return {
    onMutate: async (input: Input) => {
      await setup.cancel(asked);
      const before = setup.getData(asked);
      if (before) setup.setData(asked, apply(before, input));
      return { before };
    },
    onError: (error: unknown, _input: Input, kept: { before: DeskSetup | undefined } | undefined) => {
      if (kept?.before) setup.setData(asked, kept.before);
      tell("error", explainError(error));
    },
    onSettled: () => setup.invalidate(asked),
  };
}
