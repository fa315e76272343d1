"use client";
import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { Button, IconButton } from "@/ui/primitives/button";
import { TextField } from "@/ui/primitives/text-field";

interface PasswordFormProps {
  isBusy: boolean;
  disabled: boolean;
  onSubmit(email: string, password: string): Promise<void>;
}

interface Problems {
  email?: "emailMissing" | "emailWrong";
  password?: "passwordMissing";
}

/** E-mail and password. What is missing is told at its field, before anything is sent. */
export function PasswordForm({ isBusy, disabled, onSubmit }: PasswordFormProps) {
  const t = useTranslations("sign-in");
  const form = useRef<HTMLFormElement>(null);
  const [problems, setProblems] = useState<Problems>({});
  const [isShown, setShown] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // Read from the form, not from state: a password manager may have filled it without telling React.
    const data = new FormData(event.currentTarget);
    const email = String(data.get("email") ?? "").trim();
    const password = String(data.get("password") ?? "");
    const wrong = problemsOf(email, password);
    setProblems(wrong);
    const first = Object.keys(wrong)[0];
    if (first) form.current?.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
    else void onSubmit(email, password);
  };
  return (
    <form ref={form} onSubmit={submit} noValidate className="mt-6 flex flex-col gap-4">
      <TextField
        label={t("email")}
        name="email"
        type="email"
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={254}
        error={problems.email && t(problems.email)}
      />
      <div className="relative">
        <TextField
          label={t("password")}
          name="password"
          type={isShown ? "text" : "password"}
          autoComplete="current-password"
          maxLength={200}
          error={problems.password && t(problems.password)}
        />
        <IconButton
          label={t(isShown ? "hidePassword" : "showPassword")}
          size="small"
          onClick={() => setShown(!isShown)}
          className="absolute top-7 right-1 pointer-coarse:top-6 pointer-coarse:right-0"
        >
          {isShown ? <EyeOff className="size-4" aria-hidden /> : <Eye className="size-4" aria-hidden />}
        </IconButton>
      </div>
      <Button type="submit" variant="primary" size="large" disabled={disabled} className="mt-1 w-full">
        {t(isBusy ? "busy" : "submit")}
      </Button>
    </form>
  );
}

function problemsOf(email: string, password: string): Problems {
  return {
    ...(email === "" ? { email: "emailMissing" } : !/^\S+@\S+$/.test(email) && { email: "emailWrong" }),
    ...(password === "" && { password: "passwordMissing" }),
  };
}
