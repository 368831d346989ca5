import type { AutotaskRow } from '../world/types.ts';
import { put, removeRow, type World } from '../world/world.ts';
import { stored } from './books.ts';
import type { EntityName, EntitySpec } from './entities/entities.ts';
import type { Session } from './session.ts';

/** The next free number of an entity; one that was given out never comes again. */
export function nextNumber(world: World, entity: EntityName | 'Adjustments', taken = 0): number {
  const opened = world.tables.psaOpened.get('autotask');
  const highest =
    entity === 'Adjustments'
      ? 0
      : Math.max(
          0,
          ...stored(world, entity)
            .slice(-1)
            .map((row) => row.number),
        );
  return Math.max(opened?.last[entity] ?? 0, highest) + 1 + taken;
}

/** The row that remembers which numbers were given out. */
export function remember(world: World, entity: EntityName | 'Adjustments', number: number) {
  const opened = world.tables.psaOpened.get('autotask');
  return opened === undefined ? [] : [put('psaOpened', { ...opened, last: { ...opened.last, [entity]: number } })];
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
  given?: { readonly entity: EntityName | 'Adjustments'; readonly number: number },
): void {
  world.apply({
    kind: `autotask.${kind}`,
    actor: session.actor,
    cause: 'autotask',
    about: aboutOf(rows[0]),
    changes: [...rows.map((row) => put('autotaskRows', row)), ...(given === undefined ? [] : remember(world, given.entity, given.number))],
  });
}

export function drop(world: World, session: Session, spec: EntitySpec, row: AutotaskRow): void {
  world.apply({
    kind: `autotask.${spec.name}Deleted`,
    actor: session.actor,
    cause: 'autotask',
    about: aboutOf(row),
    // The number is remembered, so that it is never given out again.
    changes: [removeRow('autotaskRows', row.id), ...remember(world, spec.name, nextNumber(world, spec.name) - 1)],
  });
}
