import type { AutotaskRow } from '../world/types.ts';
import { put, removeRow, type World } from '../world/world.ts';
import type { EntityName, EntitySpec } from './entities/entities.ts';
import type { Session } from './session.ts';

/** What numbers are given out for: rows of an entity, and adjustments. */
export type Counted = EntityName | 'Adjustments';

/** The next free number; one that was given out never comes again. */
export const nextNumber = (world: World, counted: Counted): number => (world.tables.psaOpened.get('autotask')?.last[counted] ?? 0) + 1;

/** The row that remembers which numbers were given out. */
function remember(world: World, given: Readonly<Partial<Record<Counted, number>>>) {
  const opened = world.tables.psaOpened.get('autotask');
  return opened === undefined || Object.keys(given).length === 0
    ? []
    : [put('psaOpened', { ...opened, last: { ...opened.last, ...given } })];
}

const aboutOf = (row: AutotaskRow): Record<string, string> => {
  const about: Record<string, string> = { psa: 'autotask', entity: row.entity, id: String(row.number) };
  for (const name of ['companyID', 'contractID']) if (row.values[name] !== undefined) about[name] = String(row.values[name]);
  return about;
};

/** Something happened to rows of the database; `kind` such as `autotask.CompaniesCreated`. */
export function keep(
  world: World,
  session: Pick<Session, 'actor'>,
  kind: string,
  rows: readonly [AutotaskRow, ...AutotaskRow[]],
  given: Readonly<Partial<Record<Counted, number>>> = {},
): void {
  world.apply({
    kind: `autotask.${kind}`,
    actor: session.actor,
    cause: 'autotask',
    about: aboutOf(rows[0]),
    changes: [...rows.map((row) => put('autotaskRows', row)), ...remember(world, given)],
  });
}

export function drop(world: World, session: Session, spec: EntitySpec, row: AutotaskRow): void {
  world.apply({
    kind: `autotask.${spec.name}Deleted`,
    actor: session.actor,
    cause: 'autotask',
    about: aboutOf(row),
    changes: [removeRow('autotaskRows', row.id)],
  });
}
