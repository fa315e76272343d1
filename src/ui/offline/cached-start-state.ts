let isFromCache = false;

/** Says that this page was started by what this browser knew, without the server. */
export function startedFromCache(): void {
  isFromCache = true;
}

export function wasStartedFromCache(): boolean {
  return isFromCache;
}
