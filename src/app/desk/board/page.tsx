import { redirect } from "next/navigation";
import { homeOf, readSession } from "@/server/accounts/server-session";
import { isDeskRole } from "@/shared/permissions";
import { BoardScreen } from "@/ui/board/board-screen";
import { PageTexts } from "@/ui/languages/page-texts";
import { SupervisionPage } from "@/ui/reports/supervision-page";

/** `/desk/board`, for staff and admins. */
export default async function Page() {
  const session = await readSession();
  if (!session) redirect(`/sign-in?callbackUrl=${encodeURIComponent("/desk/board")}`);
  if (!isDeskRole(session.me.role)) redirect(homeOf(session.me.role));
  return (
    <PageTexts areas={["common", "errors", "chat", "frame", "reports"]}>
      <SupervisionPage viewer={session.me} place="board">
        <BoardScreen />
      </SupervisionPage>
    </PageTexts>
  );
}
