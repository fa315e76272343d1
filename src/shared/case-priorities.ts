/** How pressing a case can be, the least first. Without zod, so that pages which only show it do not carry that. */
export const casePriorities = ["low", "normal", "high", "urgent"] as const;

/** The priority of this name, as a list of them gave it out. Throws when it is none. */
export function priorityOf(name: string): (typeof casePriorities)[number] {
  const priority = casePriorities.find((one) => one === name);
  if (!priority) throw new TypeError(`${name} is no priority`);
  return priority;
}
