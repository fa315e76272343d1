/** Questions that arrive together are asked together: one statement for a thousand people who come back at once. */
import type { Clock } from "./clock";
import { isUnavailable } from "./db";

interface Options {
  /** Questions in one asking. */
  most: number;
  /** Askings under way at a time; more wait. */
  atATime: number;
  /** What is in no hurry gathers: after an asking begins, the next waits for so long, unless as many wait as one may hold. */
  pause?: { ms: number; clock: Pick<Clock, "after"> };
}

interface Waiting<Question, Answer> {
  question: Question;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/**
 * Makes one asker of many. A question is asked with the end of the turn in which it came, together with all others of that turn and with those
 * that had to wait; never as part of an asking that had begun before, so an answer is never older than its question.
 * @param ask answers each question at its index; when it fails, all of that asking fail, and where the database cannot be asked all who wait behind it:
 *   nobody waits twice as long
 */
export function together<Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  { most, atATime, pause }: Options,
): (question: Question) => Promise<Answer> {
  let waiting: Waiting<Question, Answer>[] = [];
  let underWay = 0;
  let isDue = false;
  let isPausing = false;

  const askSome = async (some: readonly Waiting<Question, Answer>[]) => {
    try {
      const answers = await ask(some.map(({ question }) => question));
      if (answers.length !== some.length) throw new Error(`${some.length} questions had ${answers.length} answers`);
      for (const [at, answer] of answers.entries()) some[at]?.resolve(answer);
    } catch (error) {
      for (const { reject } of isUnavailable(error) ? [...some, ...waiting.splice(0)] : some) reject(error);
    } finally {
      underWay--;
      askWaiting();
    }
  };
  const askWaiting = () => {
    while (waiting.length > (isPausing ? most - 1 : 0) && underWay < atATime) {
      const some = waiting.slice(0, most);
      waiting = waiting.slice(most);
      underWay++;
      beginPause();
      void askSome(some);
    }
  };
  const beginPause = () => {
    if (!pause || isPausing) return;
    isPausing = true;
    pause.clock.after(pause.ms, () => {
      isPausing = false;
      askWaiting();
    });
  };

  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      if (isDue) return;
      isDue = true;
      queueMicrotask(() => {
        isDue = false;
        askWaiting();
      });
    });
}
