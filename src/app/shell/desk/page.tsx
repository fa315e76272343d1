import { DeskHome } from "@/ui/shell/desk-home";

/** The start of /desk without anything of anybody: the same for all, for a service worker to keep. */
export default function Page() {
  return <DeskHome viewer={null} />;
}
