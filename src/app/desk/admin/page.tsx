import { redirect } from "next/navigation";
import { homeOf, readSession } from "@/server/accounts/server-session";
import { maySetUpDesk } from "@/shared/permissions";
import { AdminScreen } from "@/ui/admin/admin-screen";
import { PageTexts } from "@/ui/languages/page-texts";
import { SupervisionPage } from "@/ui/reports/supervision-page";

/** `/desk/admin`, for admins. */
export default async function Page() {
  const session = await readSession();
  if (!session) redirect(`/sign-in?callbackUrl=${encodeURIComponent("/desk/admin")}`);
  if (!maySetUpDesk(session.me.role)) redirect(homeOf(session.me.role));
  return (
    <PageTexts areas={["common", "errors", "chat", "frame", "reports", "admin"]}>
      <SupervisionPage viewer={session.me} place="admin">
        <AdminScreen />
      </SupervisionPage>
    </PageTexts>
  );
}
