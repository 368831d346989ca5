import { type JsonObject, writeJson } from '../../../src/lib/exact-json.ts';
import type { RemoteAnswer } from '../../remote.ts';
import type { Call } from '../call.ts';
import { memoryOf, type Shown } from '../memory.ts';

/** One collection of the remote: where its rows are and how one is shown. Only the rows of the page asked for are shown. */
export type Collection<Row extends object> = {
  /** The name by which conditions know its fields. */
  readonly kind: string;
  /** For the message of a 404. */
  readonly name: string;
  /** All rows by number, ascending. */
  rows(call: Call): readonly Row[];
  one(call: Call, id: string): Row | undefined;
  show(row: Row, call: Call): JsonObject;
  /** Fields whose `=` finds its rows without looking at all of them; a superset is enough. */
  readonly narrow?: Readonly<Record<string, (call: Call, value: string) => readonly Row[]>>;
  /** Why the whole collection is not there: its parent is unknown. */
  refusal?(call: Call): RemoteAnswer | undefined;
};

/** A row in the remote's JSON, remembered until it or something that it shows changes. */
export function shownRow<Row extends object>(collection: Collection<Row>, call: Call, row: Row): Shown {
  const memory = memoryOf(call.world);
  const { emptyDates } = call.world.switch('connectwise');
  const of = `${collection.kind}|${call.session.base}|${call.world.today()}|${memory.generation}|${emptyDates}`;
  return memory.shown.get(row, of, () => ({ json: collection.show(row, call) }));
}

export const textOf = (shown: Shown): string => (shown.text ??= writeJson(shown.json));
