import { permissionsOf } from '../../model/person.ts';
import type { Context } from '../context.ts';
import { listPeople } from '../people/index.ts';

export type Assignee = { readonly personId: string; readonly name: string };

/** Who can be given a difference: people who may work on one. */
export async function listAssignees(context: Context): Promise<Assignee[]> {
  const people = await listPeople(context);
  return people
    .filter(({ state, role }) => state === 'active' && permissionsOf[role].includes('corrections:propose'))
    .map(({ personId, name }) => ({ personId, name }));
}
