"use client";
import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { OtherLanguages } from "@/ui/languages/language-choice";
import { forgetViewer } from "@/ui/offline/known-viewer";
import { Button } from "@/ui/primitives/button";
import { BrandMark } from "@/ui/shell/brand-mark";
import { type DemoAccount, DemoAccounts } from "./demo-accounts";
import { PasswordForm } from "./password-form";
import { useSignIn } from "./use-sign-in";

interface SignInScreenProps {
  callbackUrl: string | null;
  /** What next-auth left in the address. */
  error: string | null;
  /** Nobody while the demo is off. */
  demoAccounts: readonly DemoAccount[];
  /** The name of the configured sign-in provider. */
  oidcName: string | null;
}

/** The door: e-mail and password, another provider if there is one, and the demo's people. */
export function SignInScreen({ callbackUrl, error, demoAccounts, oidcName }: SignInScreenProps) {
  const t = useTranslations("sign-in");
  const { busyWith, problem, submit, goToProvider } = useSignIn(callbackUrl, error);
  const alert = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (problem) alert.current?.focus();
  }, [problem]);
  // Nobody is signed in here: the next one may be somebody else.
  useEffect(() => void forgetViewer(), []);
  const hasDemo = demoAccounts.length > 0;
  return (
    <main id="main" className="flex min-h-dvh flex-col items-center bg-canvas px-4 py-8 sm:py-14">
      <div className={`grid w-full gap-10 ${hasDemo ? "max-w-4xl lg:grid-cols-[22rem_1fr] lg:gap-14" : "max-w-sm"}`}>
        <section aria-labelledby="sign-in-title" className="mx-auto w-full max-w-sm">
          <BrandMark size={40} />
          <h1 id="sign-in-title" className="mt-4 text-[1.375rem] leading-7 font-semibold tracking-tight">
            {t("title")}
          </h1>
          <p className="mt-1 text-body text-ink-muted">{t("subtitle")}</p>
          {problem && (
            <p
              ref={alert}
              role="alert"
              tabIndex={-1}
              className="mt-5 rounded-lg bg-danger-tint px-3 py-2.5 text-body text-danger outline-none"
            >
              {problem}
            </p>
          )}
          <PasswordForm
            isBusy={busyWith === "password"}
            disabled={busyWith !== null}
            onSubmit={(email, password) => submit("password", { email, password }, "password")}
          />
          {oidcName && (
            <Button size="large" className="mt-3 w-full" disabled={busyWith !== null} onClick={() => void goToProvider()}>
              <KeyRound aria-hidden className="size-4" />
              {busyWith === "oidc" ? t("moment") : t("continueWith", { provider: oidcName })}
            </Button>
          )}
          <OtherLanguages />
        </section>
        {hasDemo && (
          <DemoAccounts accounts={demoAccounts} busyWith={busyWith} onChoose={({ id }) => void submit("demo", { userId: id }, id)} />
        )}
      </div>
    </main>
  );
}
