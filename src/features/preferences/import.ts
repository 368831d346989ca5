import { Fault } from '../../lib/errors.ts';
import type { PortableCustomer, PortableRule, Preferences } from '../../model/preferences.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { addRule, changeRule, listRules, type RuleTerms } from '../reconciliation/index.ts';
import { changeSchedules, changeSettings, getSettings, keepBillingException, readSchedules } from '../settings/index.ts';
import { connectionNames } from './connection-names.ts';
import {
  keyOfCustomer,
  knownCustomers,
  ownSchedule,
  type PreferenceChange,
  type PreferencePreview,
  previewPreferences,
} from './preview.ts';

export type ImportOutcome =
  | { readonly status: 'imported'; readonly changes: readonly PreferenceChange[] }
  /** Something moved since the preview; nothing was imported. */
  | { readonly status: 'changed_since'; readonly preview: PreferencePreview }
  /** Rules accept money by themselves: only who may apply corrections makes them. */
  | { readonly status: 'no_right_to_rules' }
  | { readonly status: 'unknown_customers'; readonly customers: readonly PortableCustomer[] }
  | { readonly status: 'unknown_connections'; readonly names: readonly string[] };

/**
 * Imports a file of preferences. `mark`: that of the preview that somebody agreed to; left out where nobody looked (a set-up from a file). Only what
 * differs is changed, each part by its own use case and in the trail, so that an import that was cut off is finished by the same file.
 */
export async function importPreferences(context: Context, file: Preferences, mark?: string): Promise<ImportOutcome> {
  const preview = await previewPreferences(context, file);
  if (mark !== undefined && preview.mark !== mark) return { status: 'changed_since', preview };
  if (preview.unknownCustomers.length > 0) return { status: 'unknown_customers', customers: preview.unknownCustomers };
  if (preview.unknownConnections.length > 0) return { status: 'unknown_connections', names: preview.unknownConnections };
  const changed = namesOf(preview.changes);
  if (changed.rules.size > 0 && !mayMakeRules(context)) return { status: 'no_right_to_rules' };
  const { changes } = preview;
  if (changes.length === 0) return { status: 'imported', changes };
  await carryOut(context, file, changed);
  await inScope(context.db, context.scope, (tx) =>
    record(tx, context, { action: 'preferences.imported', object: 'preferences', after: changes }),
  );
  return { status: 'imported', changes };
}

type Names = Readonly<Record<PreferenceChange['part'], ReadonlySet<string>>>;

function namesOf(changes: readonly PreferenceChange[]): Names {
  const of = (part: PreferenceChange['part']) => new Set(changes.flatMap((each) => (each.part === part ? [each.name] : [])));
  return { settings: of('settings'), schedules: of('schedules'), billingExceptions: of('billingExceptions'), rules: of('rules') };
}

async function carryOut(context: Context, file: Preferences, changed: Names): Promise<void> {
  const { billingExceptions = [], rules = [] } = file;
  const ids = await knownCustomers(context, file);
  const idOf = (customer: PortableCustomer | undefined): string | undefined => customer && ids.get(keyOfCustomer(customer));
  if (changed.settings.size > 0) {
    const { version } = await getSettings(context);
    await settled(changeSettings(context, { ...file.settings, version }));
  }
  if (changed.schedules.size > 0) await keepSchedules(context, file.schedules ?? {}, changed.schedules);
  if (changed.billingExceptions.size > 0)
    for (const { customer, product, choice, reason } of billingExceptions)
      await keepBillingException(context, { customerId: idOf(customer), product, choice, reason });
  for (const rule of rules.filter(({ name }) => changed.rules.has(name))) await keepRule(context, rule, idOf(rule.customer));
}

const mayMakeRules = ({ actor }: Context): boolean => actor.kind === 'system' || actor.permissions.includes('corrections:apply');

async function settled(outcome: Promise<{ readonly status: 'changed' | 'changed_since' }>): Promise<void> {
  if ((await outcome).status === 'changed_since')
    throw new Fault('settings_changed', 'retryable', 'Somebody changed the settings at the same moment', { hint: 'Run the same again.' });
}

/** Those for all, then those of each account that has other ones; what did not change is no new version. */
async function keepSchedules(
  context: Context,
  { ofConnections = {}, ...forAll }: NonNullable<Preferences['schedules']>,
  changed: ReadonlySet<string>,
): Promise<void> {
  const version = async () => (await inScope(context.db, context.scope, readSchedules)).version;
  const ids = await inScope(context.db, context.scope, connectionNames);
  const own = Object.entries(ofConnections).filter(([account, cadences]) =>
    Object.keys(cadences).some((name) => changed.has(ownSchedule(account, name))),
  );
  const ofOwn = new Set(own.flatMap(([account, cadences]) => Object.keys(cadences).map((name) => ownSchedule(account, name))));
  if ([...changed].some((name) => !ofOwn.has(name))) await settled(changeSchedules(context, { ...forAll, version: await version() }));
  for (const [account, cadences] of own)
    await settled(changeSchedules(context, { cadences, connectionId: ids.get(account), version: await version() }));
}

async function keepRule(
  context: Context,
  { isActive, customer: _, ...given }: PortableRule,
  customerId: string | undefined,
): Promise<void> {
  const terms: RuleTerms = {
    ...given,
    customerId: customerId ?? null,
    product: given.product ?? null,
    expiresOn: given.expiresOn ?? null,
  };
  const held = (await listRules(context)).find(({ name }) => name === given.name);
  const kept =
    held === undefined
      ? await addRule(context, terms)
      : await changeRule(context, held.ruleId, { ...terms, isActive, version: held.version });
  if (kept.status !== 'kept')
    throw new Fault('rule_refused', 'permanent', `The rule ${given.name} was not kept`, {
      hint: 'Both of its limits are in one currency.',
    });
  if (held === undefined && !isActive) await changeRule(context, kept.rule.ruleId, { isActive, version: kept.rule.version });
}
