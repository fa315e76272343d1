/** The parts of the screens that a first look does not need. */
import { loadLater } from "./load-later";

export const conversationPane = loadLater(() => import("@/ui/conversation/conversation-pane").then((part) => part.ConversationPane));
export const personSide = loadLater(() => import("@/ui/person/person-side").then((part) => part.PersonSide));
export const startDialog = loadLater(() => import("@/ui/start/start-dialog").then((part) => part.StartDialog));
export const accountMenu = loadLater(() => import("./account-menu").then((part) => part.AccountMenu));
export const searchResults = loadLater(() => import("@/ui/list/search-results").then((part) => part.SearchResults));
