import { BrandMark } from "@/ui/shell/brand-mark";

export default function LoadingPage() {
  return (
    <main id="main" aria-busy className="grid min-h-dvh place-items-center bg-canvas">
      <h1 className="sr-only">Loading</h1>
      <BrandMark size={44} className="animate-breathe" />
    </main>
  );
}
