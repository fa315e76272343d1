/**
 * A named statement as its connection already knows it. The driver's own query has PostgreSQL describe the columns with each execution, and works out
 * each time how they are read: of a short statement a good part of its time, on both sides. Here that is asked once per connection.
 */
import type pg from "pg";
import { prepareValue } from "pg/lib/utils.js";

/** A named statement: PostgreSQL plans it once per connection. The name must be unique in the program. */
export interface Statement {
  name: string;
  text: string;
}

/** How a value is read that PostgreSQL writes as text, by the type's oid. */
export type ParserOf = (oid: number) => (text: string) => unknown;

interface Column {
  name: string;
  read: (text: string) => unknown;
}

/** What the driver's connection has besides what its types say. */
interface Wire extends pg.Connection {
  /** The text of each statement that PostgreSQL knows here, by name. */
  parsedStatements: Record<string, string | undefined>;
}

/** The columns of each statement that was executed once, by connection and name. They stay as they are: PostgreSQL refuses to execute it if they change. */
const described = new WeakMap<pg.Connection, Map<string, readonly Column[]>>();

/**
 * To be given to `query` of the driver's client or pool, with a callback, which hears of the rows. The driver calls the methods as the messages of the
 * protocol arrive; of copies, cursors and empty texts, which named statements of ours are not, it would say more.
 */
export class NamedQuery<Row extends pg.QueryResultRow> implements pg.Submittable {
  readonly name: string;
  readonly text: string;
  /** Set by the driver. */
  callback?: (error: Error | undefined, rows: Row[]) => void;
  readonly #rows: Row[] = [];
  #columns: readonly Column[] = [];
  #failure: Error | undefined;

  constructor(
    { name, text }: Statement,
    private readonly values: readonly unknown[],
    private readonly parserOf: ParserOf,
  ) {
    this.name = name;
    this.text = text;
  }

  /** Asks; or answers why it cannot, and then nothing was said to PostgreSQL. */
  submit(connection: pg.Connection): Error | null {
    const { parsedStatements } = connection as Wire;
    const parsed = parsedStatements[this.name];
    if (parsed !== undefined && parsed !== this.text) return new Error(`two statements are named ${this.name}`);
    let values: (string | Buffer | null)[];
    try {
      values = this.values.map((value) => prepareValue(value));
    } catch (error) {
      return asError(error);
    }
    const columns = described.get(connection)?.get(this.name);
    connection.stream.cork();
    if (parsed === undefined) connection.parse({ name: this.name, text: this.text, types: [] }, true);
    if (columns) this.#columns = columns;
    else connection.describe({ type: "S", name: this.name }, true);
    connection.bind({ statement: this.name, values }, true);
    connection.execute({}, true);
    connection.sync();
    connection.stream.uncork();
    return null;
  }

  handleRowDescription({ fields }: { fields: readonly pg.FieldDef[] }): void {
    this.#columns = fields.map(({ name, dataTypeID }) => ({ name, read: this.parserOf(dataTypeID) }));
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    if (this.#failure) return;
    try {
      this.#rows.push(rowOf(this.#columns, fields) as Row);
    } catch (error) {
      this.#failure = asError(error);
    }
  }

  handleCommandComplete(_: unknown, connection: pg.Connection): void {
    const known = described.get(connection);
    if (!known) described.set(connection, new Map([[this.name, this.#columns]]));
    else if (!known.has(this.name)) known.set(this.name, this.#columns);
  }

  handleReadyForQuery(): void {
    this.callback?.(this.#failure, this.#rows);
  }

  handleError(error: Error): void {
    this.callback?.(error, []);
  }
}

function rowOf(columns: readonly Column[], fields: readonly (string | null)[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  let at = 0;
  for (const { name, read } of columns) {
    const field = fields[at++] ?? null;
    row[name] = field === null ? null : read(field);
  }
  return row;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
