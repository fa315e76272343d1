"use client";
import { ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Person } from "@/shared/people";
import { Avatar } from "@/ui/primitives/avatar";

export interface DemoAccount extends Person {
  gymName: string;
}

interface DemoAccountsProps {
  accounts: readonly DemoAccount[];
  /** The id of the one who is being signed in. */
  busyWith: string | null;
  onChoose(account: DemoAccount): void;
}

/** The people of the demo gym, each one click away. */
export function DemoAccounts({ accounts, busyWith, onChoose }: DemoAccountsProps) {
  const t = useTranslations("sign-in");
  const common = useTranslations("common");
  const gyms = [...new Set(accounts.map(({ gymName }) => gymName))];
  return (
    <section aria-labelledby="demo-title" className="mx-auto w-full max-w-sm lg:max-w-none">
      <h2 id="demo-title" className="text-title font-semibold">
        {t("demo.title")}
      </h2>
      <p className="mt-1 text-body text-ink-muted">{t("demo.description")}</p>
      {gyms.map((gym) => (
        <section key={gym} aria-label={gym} className="mt-5">
          {gyms.length > 1 && <h3 className="mb-1.5 text-small font-medium text-ink-faint">{gym}</h3>}
          <ul className="divide-y divide-line overflow-hidden rounded-xl border bg-surface">
            {accounts
              .filter(({ gymName }) => gymName === gym)
              .map((account) => (
                <li key={account.id}>
                  <button
                    type="button"
                    disabled={busyWith !== null}
                    onClick={() => onChoose(account)}
                    className="group flex min-h-16 w-full items-center gap-3 px-3 py-2 text-left -outline-offset-2 hover:bg-sunken disabled:opacity-60"
                  >
                    <Avatar person={account} size={40} />
                    <span className="min-w-0 flex-1">
                      <span className="block truncate text-body font-medium">
                        {account.name} <span className="font-normal text-ink-faint">· {common(`roles.${account.role}`)}</span>
                      </span>
                      <span className="block text-dense text-ink-muted">
                        {busyWith === account.id ? t("busy") : t(`demo.sees.${account.role}`)}
                      </span>
                    </span>
                    <ArrowRight aria-hidden className="size-4 shrink-0 text-ink-faint group-hover:text-ink" />
                  </button>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </section>
  );
}
