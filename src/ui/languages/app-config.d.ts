import type { Language } from "@/shared/languages";
import type { Texts } from "./areas";

// From here on a key that there is not does not compile.
declare module "next-intl" {
  interface AppConfig {
    Locale: Language;
    Messages: Texts;
  }
}
