import type { AccessRow } from '../../src/features/access/index.ts';
import { must } from '../../src/lib/must.ts';
import { globalAdministrator } from '../../src/model/access-roles.ts';
import { type Character, characters } from './characters.ts';
import type { AccessWorld } from './world.ts';

/** A customer on his way through two years. */
export type Person = {
  row: AccessRow;
  readonly character: Character;
  readonly alarms: string[];
  replacements: number;
  wrongLooks: number;
  /** When he approves what he was asked for last. */
  approvesOn: Temporal.PlainDate | undefined;
  /** When the partner asks once more, because nobody approved. */
  askedAgainOn: Temporal.PlainDate | undefined;
};

/** Global Reader, Application Administrator, License Administrator: what reading licences and consenting needs (partner-center-api reference 16). */
const usual = ['f2ef992c-3afb-46b9-b7cf-a126ee74c451', '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', '4d6ac14f-3453-41d0-bef9-a3e0c569773a'];
const group = '0d000000-0000-4000-8000-00000000000a';

export async function carryOut(world: AccessWorld, row: AccessRow, wish: Parameters<AccessWorld['carryOut']>[1]): Promise<void> {
  const refused = await world.carryOut(row.customerId, wish);
  if (refused !== undefined) throw new Error(`${row.name}, ${wish.act}: ${refused}`);
}

export const approve = ({ remotes }: AccessWorld, { tenantId }: AccessRow): Promise<unknown> =>
  remotes.control('gdap', { customer: tenantId, action: 'approve' });

/** Gives everybody the access that falls to him: the one he has, with its automatic extension on or off, or a new one of two years. */
export async function giveAccess(world: AccessWorld, rows: readonly AccessRow[]): Promise<Person[]> {
  const people = rows.map((row, at) => aPerson(row, must(characters[at % characters.length], 'a character')));
  for (const { row, character } of people) if (!keeps(row, character)) await takeAway(world, row);
  await world.passes('PT1M');
  await world.readAccess();
  for (const { row, character } of people) {
    if (!keeps(row, character)) await askForTwoYears(world, row, character);
    else if (!character.extends) await carryOut(world, row, { act: 'stopExtending' });
  }
  return people;
}

const aPerson = (row: AccessRow, character: Character): Person => ({
  row,
  character,
  alarms: [],
  replacements: 0,
  wrongLooks: 0,
  approvesOn: undefined,
  askedAgainOn: undefined,
});

const keeps = (row: AccessRow, { begins }: Character): boolean => begins === 'asItWas' && row.access === 'active';

/** Ends what there is, so that one of two years can be asked for. */
async function takeAway({ remotes }: AccessWorld, { tenantId, access }: AccessRow): Promise<void> {
  if (access === 'active') await remotes.control('gdap', { customer: tenantId, action: 'expire' });
  if (access === 'pending') await remotes.control('act', { action: 'gdap.decline', customer: tenantId });
}

async function askForTwoYears(world: AccessWorld, row: AccessRow, character: Character): Promise<void> {
  const { hasGlobalAdministrator } = character;
  const template = {
    name: 'Standard',
    roleIds: hasGlobalAdministrator ? [...usual, globalAdministrator] : usual,
    durationDays: 730,
    autoExtends: character.extends || hasGlobalAdministrator, // with that role it is asked for and not to be had
    groups: [{ groupId: group, roleIds: [] }],
  };
  await carryOut(world, row, { act: 'request', template });
  await approve(world, row);
}
