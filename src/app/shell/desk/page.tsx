import { deskAreas } from "@/ui/languages/areas";
import { PageTexts } from "@/ui/languages/page-texts";
import { DeskHome } from "@/ui/shell/desk-home";

/** The start of /desk without anything of anybody: the same for all, for a service worker to keep. */
export default function Page() {
  return (
    <PageTexts areas={deskAreas}>
      <DeskHome viewer={null} />
    </PageTexts>
  );
}
