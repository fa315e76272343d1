import type { Platform } from "./chat-client.types";

const never = () => () => undefined;

/** A device that says nothing of itself. */
export const silentPlatform: Platform = { isOnline: () => true, onOnlineChange: never, isVisible: () => true, onVisibilityChange: never };
