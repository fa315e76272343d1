"use client";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { readSignInRefusal, type SignInRefusal } from "@/shared/sign-in";
import { safeCallbackPath } from "./callback-url";

interface SignIn {
  /** What goes on: which provider, or which demo account; `null` when nothing does. */
  busyWith: string | null;
  /** What is wrong, in words. */
  problem: string | null;
  /** Signs in with `credentials` at a next-auth provider and leads on. `busyWith` meanwhile is `label`. */
  submit(provider: "password" | "demo", credentials: Record<string, string>, label: string): Promise<void>;
  /** Leads to the sign-in page of the configured provider. */
  goToProvider(): Promise<void>;
}

/** The ways to sign in. `error` is what an earlier try left in the address. */
export function useSignIn(callbackUrl: string | null, error: string | null): SignIn {
  const [busyWith, setBusyWith] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(error === null ? null : readSignInRefusal(error));
  const explain = useExplained();

  const submit = useCallback<SignIn["submit"]>(
    async (provider, credentials, label) => {
      setBusyWith(label);
      setProblem(null);
      const target = safeCallbackPath(callbackUrl, window.location.origin);
      const refusal = await attempt(provider, { ...credentials, callbackUrl: target });
      if (refusal === null) {
        // A whole page load: nothing that was drawn for nobody stays.
        window.location.assign(target);
        return;
      }
      setProblem(refusal);
      setBusyWith(null);
    },
    [callbackUrl],
  );

  const goToProvider = useCallback(async () => {
    setBusyWith("oidc");
    try {
      await signIn("oidc", { callbackUrl: safeCallbackPath(callbackUrl, window.location.origin) });
    } catch {
      setProblem("noConnection");
      setBusyWith(null);
    }
  }, [callbackUrl]);

  return { busyWith, problem: problem && explain(problem), submit, goToProvider };
}

type Problem = SignInRefusal | "noConnection" | "tookTooLong";

/** How a problem is put in the language of the page. */
function useExplained(): (problem: Problem) => string {
  const t = useTranslations("sign-in");
  return (problem) => {
    if (typeof problem === "string") return t(problem);
    const { code, retryAfterSeconds: seconds } = problem;
    if (seconds === undefined) return t(`refusals.${code}`);
    if (seconds < 90) return t("refusals.TOO_MANY_TRIES_SECONDS", { seconds });
    return t("refusals.TOO_MANY_TRIES_MINUTES", { minutes: Math.ceil(seconds / 60) });
  };
}

/** One try; answers why it was refused, or `null`. */
async function attempt(provider: string, options: Record<string, string>): Promise<Problem | null> {
  try {
    const result = await signIn(provider, { ...options, redirect: false });
    if (result?.error) return readSignInRefusal(result.error);
    // next-auth answers `ok` here although it only asks to start again: the form had no valid csrf token.
    if (!result?.ok || result.url?.includes("csrf=true")) return "tookTooLong";
    return null;
  } catch {
    return "noConnection";
  }
}
