import { redirect } from "next/navigation";
import { homeOf, readSession } from "@/server/accounts/server-session";
import { isDeskRole } from "@/shared/permissions";
import { PageTexts } from "@/ui/languages/page-texts";
import { ReportsScreen } from "@/ui/reports/reports-screen";
import { SupervisionPage } from "@/ui/reports/supervision-page";

/** `/desk/reports`, for staff and admins. */
export default async function Page() {
  const session = await readSession();
  if (!session) redirect(`/sign-in?callbackUrl=${encodeURIComponent("/desk/reports")}`);
  if (!isDeskRole(session.me.role)) redirect(homeOf(session.me.role));
  return (
    <PageTexts areas={["common", "errors", "chat", "frame", "reports"]}>
      <SupervisionPage viewer={session.me} place="reports">
        <ReportsScreen />
      </SupervisionPage>
    </PageTexts>
  );
}
