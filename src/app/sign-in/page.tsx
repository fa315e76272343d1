import { redirect } from "next/navigation";
import { homeOf, readSession, readSignInChoices } from "@/server/accounts/server-session";
import { PageTexts } from "@/ui/languages/page-texts";
import { SignInScreen } from "@/ui/sign-in/sign-in-screen";

interface SignInPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const [session, choices, { callbackUrl, error }] = await Promise.all([readSession(), readSignInChoices(), searchParams]);
  if (session) redirect(homeOf(session.me.role));
  return (
    <PageTexts areas={["common", "errors", "sign-in"]}>
      <SignInScreen callbackUrl={only(callbackUrl)} error={only(error)} demoAccounts={choices.demoAccounts} oidcName={choices.oidcName} />
    </PageTexts>
  );
}

/** The value of a parameter that stands once in the address. */
function only(value: string | string[] | undefined): string | null {
  return typeof value === "string" ? value : null;
}
