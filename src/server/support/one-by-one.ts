/**
 * Does what is due, one after the other. What fails keeps nothing else from being done; the first failure is thrown when all were tried.
 * @returns how many deeds said that they did something
 */
export async function oneByOne<T>(due: readonly T[], deed: (one: T) => Promise<boolean>): Promise<number> {
  const failures: unknown[] = [];
  let done = 0;
  for (const one of due) {
    try {
      if (await deed(one)) done++;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return done;
}
