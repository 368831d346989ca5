import type { HaloRow, PlainJson } from '../world/types.ts';
import { type Actor, type Change, put, removeRow, type World } from '../world/world.ts';
import { linesOf, remember, rowOf } from './books.ts';
import type { ResourceName } from './resources.ts';

/** Headers of invoices and of recurring invoices are counted together: a line names either by one number. */
const countedWith: Readonly<Partial<Record<ResourceName, readonly ResourceName[]>>> = {
  Invoice: ['Invoice', 'RecurringInvoice'],
  RecurringInvoice: ['Invoice', 'RecurringInvoice'],
};

/** What one call changes: all of it takes hold together, or none when something in it is refused. */
export class Batch {
  readonly #world: World;
  readonly #rows = new Map<string, HaloRow>();
  readonly #removed = new Set<string>();
  readonly #last: Record<string, number> = {};

  constructor(world: World) {
    this.#world = world;
  }

  get isEmpty(): boolean {
    return this.#rows.size === 0 && this.#removed.size === 0;
  }

  get(name: ResourceName, id: unknown): HaloRow | undefined {
    return this.#rows.get(`${name}/${String(id)}`) ?? rowOf(this.#world, name, id);
  }

  /** Lines of a header, with what this call has changed of them. */
  lines(header: number): HaloRow[] {
    const rows = new Map(linesOf(this.#world, header).map((row) => [row.id, row]));
    for (const row of this.#rows.values()) if (row.resource === 'InvoiceDetail' && row.values['ihid'] === header) rows.set(row.id, row);
    return [...rows.values()];
  }

  put(row: HaloRow): HaloRow {
    this.#rows.set(row.id, row);
    return row;
  }

  make(name: ResourceName, values: Readonly<Record<string, PlainJson>>): HaloRow {
    const last = this.#world.tables.psaOpened.get('halopsa')?.last ?? {};
    const names = countedWith[name] ?? [name];
    const number = Math.max(0, ...names.map((one) => this.#last[one] ?? last[one] ?? 0)) + 1;
    this.#last[name] = number;
    return this.put({ id: `${name}/${String(number)}`, resource: name, number, values });
  }

  change(row: HaloRow, values: Readonly<Record<string, PlainJson>>): HaloRow {
    return this.put({ ...row, values: { ...row.values, ...values } });
  }

  remove(row: HaloRow): void {
    this.#removed.add(row.id);
  }

  get changes(): Change[] {
    return [
      ...[...this.#rows.values()].map((row) => put('haloRows', row)),
      ...[...this.#removed].map((id) => removeRow('haloRows', id)),
      ...remember(this.#world, this.#last),
    ];
  }

  /** Makes it happen. */
  keep(kind: string, actor: Actor, about: Readonly<Record<string, string>> = {}): void {
    if (this.isEmpty) return;
    this.#world.apply({ kind: `halo.${kind}`, actor, cause: 'halopsa', about: { psa: 'halopsa', ...about }, changes: this.changes });
  }
}
