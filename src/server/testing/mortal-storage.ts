import type { ClientStorage } from "../../client/client-storage";

/** What a page keeps until it dies; what it writes after that is written nowhere. */
export function mortalStorage(storage: ClientStorage): [ClientStorage, die: () => void] {
  let isDead = false;
  const alive = <T>(work: () => Promise<T>): Promise<T> => (isDead ? new Promise<T>(() => undefined) : work());
  const mortal: ClientStorage = {
    read: (prefix) => alive(() => storage.read(prefix)),
    write: (changes) => alive(() => storage.write(changes)),
    clear: (prefix) => alive(() => storage.clear(prefix)),
  };
  const die = () => {
    isDead = true;
  };
  return [mortal, die];
}
