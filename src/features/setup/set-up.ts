import { Fault } from '../../lib/errors.ts';
import type { ConnectionSecrets, ConnectionSettings } from '../../model/connection.ts';
import type { Preferences } from '../../model/preferences.ts';
import { type SetupChoices, systemsOf } from '../../model/setup.ts';
import { type AddOutcome, addConnection } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { importPreferences } from '../preferences/index.ts';
import { changeSettings, getSettings, type SettingsChange } from '../settings/index.ts';
import { chooseSystems } from './choose-systems.ts';
import { type Missing, missingOf } from './conditions.ts';
import { confirm } from './confirm.ts';
import { readFacts, type SetupFacts } from './facts.ts';
import { finishSetup } from './finish.ts';
import { readNewAccounts } from './first-readings.ts';

/** The whole set-up as it is written in one file. */
export type WholeSetup = {
  /** Left out: what the accounts below are. */
  readonly systems?: SetupChoices | undefined;
  /** Who read the readiness checklist. */
  readonly confirmedBy: string;
  /** Why it may go on with no customer Ready; left out: then it does not. */
  readonly withoutTenantEvidence?: string | undefined;
  readonly connections: readonly { readonly name: string; readonly settings: ConnectionSettings; readonly secrets: ConnectionSecrets }[];
  readonly settings?: Omit<SettingsChange, 'version'> | undefined;
  /** Kept when the customers that it names were read. */
  readonly preferences?: Preferences | undefined;
};

export type SetUpOutcome =
  | { readonly status: 'live'; readonly jobIds: readonly string[]; readonly joined: boolean }
  | { readonly status: 'waiting'; readonly missing: readonly Missing[] }
  | { readonly status: 'refused'; readonly connection: string; readonly because: Extract<AddOutcome, { status: 'refused' }>['because'] };

/** Tells a person what is being done, as it is done. */
export type Tell = (line: string) => void;

/**
 * Does all of it, from nothing to live, and again without harm: what is there already is left as it is. The first readings run on the workers of
 * the installation; they are waited for, `patienceMs` at most.
 */
export async function setUp(
  context: Context,
  whole: WholeSetup,
  { tell, patienceMs, signal }: { readonly tell: Tell; readonly patienceMs: number; readonly signal: AbortSignal },
): Promise<SetUpOutcome> {
  const named: Context = { ...context, actor: { ...context.actor, name: whole.confirmedBy } };
  await chooseSystems(named, whole.systems ?? systemsOf(whole.connections.map(({ settings }) => settings)));
  await confirm(named, { subject: 'readiness', confirmed: true });
  tell(`Checklist confirmed for ${whole.confirmedBy}`);

  for (const account of whole.connections) {
    const outcome = await addConnection(named, account);
    const isThere = outcome.status === 'refused' && (outcome.because === 'nameTaken' || outcome.because === 'accountTaken');
    if (outcome.status === 'refused' && !isThere) return { status: 'refused', connection: account.name, because: outcome.because };
    tell(outcome.status === 'refused' ? `${account.name} was connected before` : `${account.name}: ${outcome.connection.state}`);
  }

  await keepSettings(named, whole.settings);
  await readNewAccounts(named);
  const facts = await firstReadings(named, { tell, patienceMs, signal });
  tell(`${facts.customers.all} customers read, ${facts.customers.ready} Ready, ${facts.accounts.mapped} mapped`);
  if (whole.preferences !== undefined) await keepPreferences(named, whole.preferences, tell);
  if (whole.withoutTenantEvidence !== undefined)
    await confirm(named, { subject: 'withoutTenantEvidence', confirmed: true, reason: whole.withoutTenantEvidence });

  const finished = await finishSetup(named);
  return finished.status === 'refused'
    ? { status: 'waiting', missing: finished.missing }
    : { status: 'live', jobIds: finished.jobIds, joined: finished.joined };
}

/** Only what differs is changed, so that the same file again is no new version. */
async function keepSettings(context: Context, wanted: WholeSetup['settings']): Promise<void> {
  if (wanted === undefined) return;
  const now = await getSettings(context);
  const held: Readonly<Record<string, unknown>> = now;
  const differing = Object.entries(wanted).filter(([name, value]) => JSON.stringify(held[name]) !== JSON.stringify(value));
  if (differing.length === 0) return;
  const outcome = await changeSettings(context, { ...Object.fromEntries(differing), version: now.version });
  if (outcome.status === 'changed_since')
    throw new Fault('settings_changed', 'retryable', 'Somebody changed the settings at the same moment', { hint: 'Run the same again.' });
}

async function keepPreferences(context: Context, file: Preferences, tell: Tell): Promise<void> {
  const outcome = await importPreferences(context, file);
  if (outcome.status === 'imported') tell(`${outcome.changes.length} preferences changed`);
  else if (outcome.status === 'unknown_connections')
    tell(`The preferences name connections that are not here (${outcome.names.join(', ')}): none of them was imported.`);
  else
    tell(
      'The preferences name customers that are not here: none of them was imported. The same file again imports them once they are read.',
    );
}

/** Waits until every account that answers was read once, or the patience ends; what is missing then is said by the finish. */
async function firstReadings(
  context: Context,
  { tell, patienceMs, signal }: { readonly tell: Tell; readonly patienceMs: number; readonly signal: AbortSignal },
): Promise<SetupFacts> {
  const startedAt = context.clock.now().epochMilliseconds;
  let said = '';
  for (;;) {
    const facts = await readFacts(context);
    const waiting = missingOf(facts).find(({ code }) => code === 'booksRead');
    const waited = context.clock.now().epochMilliseconds - startedAt;
    if ((waiting === undefined && !facts.connections.some(({ isReading }) => isReading)) || waited > patienceMs) return facts;
    if (waiting !== undefined && waiting.detail !== said) tell(waiting.detail);
    said = waiting?.detail ?? said;
    await context.clock.sleep(500, signal);
  }
}
