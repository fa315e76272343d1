import type { DeskDirectory } from "../shared/cases";
import { deskGymsOf } from "../shared/permissions";
import type { ClientBase } from "./client-base";
import { pause } from "./clock";

interface Question {
  gymIds: Set<string>;
  /** By gym. */
  answer: Promise<ReadonlyMap<string, DeskDirectory>>;
}

/** Reads the directories of desks: those that are asked for in one breath, as a filter over fifty gyms does, in one question. */
export class DirectoryReads {
  readonly #base: ClientBase;
  /** The one that is not asked yet. */
  #next: Question | null = null;

  constructor(base: ClientBase) {
    this.#base = base;
  }

  /** That of a gym; of one at whose desk the viewer does not work, or no longer, an empty one. Rejects when it cannot be read. */
  async read(gymId: string): Promise<DeskDirectory> {
    this.#next ??= this.#begin();
    this.#next.gymIds.add(gymId);
    return (await this.#next.answer).get(gymId) ?? this.#emptyOf(gymId);
  }

  #begin(): Question {
    const gymIds = new Set<string>();
    return { gymIds, answer: pause(this.#base.clock, 0).then(() => this.#ask(gymIds)) };
  }

  async #ask(gymIds: ReadonlySet<string>): Promise<ReadonlyMap<string, DeskDirectory>> {
    this.#next = null;
    const { desks, people } = await this.#base.connection.patiently((api) => api.support.directory.query({ gymIds: [...gymIds] }));
    const person = new Map(people.map((one) => [one.id, one]));
    return new Map(desks.map(({ staffIds, ...desk }) => [desk.gym.id, { ...desk, staff: staffIds.flatMap((id) => person.get(id) ?? []) }]));
  }

  #emptyOf(gymId: string): DeskDirectory {
    const me = this.#base.me.getSnapshot();
    const gym = (me && deskGymsOf(me).find(({ id }) => id === gymId)) ?? { id: gymId, name: "", timeZone: "UTC" };
    return { gym, labels: [], topics: [], staff: [], requiresTopic: false };
  }
}
