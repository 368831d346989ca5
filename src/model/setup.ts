import { z } from 'zod';
import { Cloud } from './cloud.ts';
import { ConnectionKind, type ConnectionSettings, PartnerType, type Side, sideOf } from './connection.ts';

/** The six steps of the set-up (ux reference 5.3), in their order; people see them numbered from 1. */
export const SetupStep = z.enum(['preparation', 'authentication', 'accountMapping', 'productMapping', 'settings', 'finish']);
export type SetupStep = z.infer<typeof SetupStep>;

/** A step has one screen or several. */
export const SetupPage = z.enum([
  'systems',
  'readiness',
  'connections',
  'access',
  'accountMapping',
  'productMapping',
  'settings',
  'finish',
]);
export type SetupPage = z.infer<typeof SetupPage>;

export const pagesOf = {
  preparation: ['systems', 'readiness'],
  authentication: ['connections', 'access'],
  accountMapping: ['accountMapping'],
  productMapping: ['productMapping'],
  settings: ['settings'],
  finish: ['finish'],
} as const satisfies Record<SetupStep, readonly SetupPage[]>;

/** `draft`: nothing runs by schedule. `live`: finished once, and not taken back. */
export const SetupState = z.enum(['draft', 'live']);
export type SetupState = z.infer<typeof SetupState>;

/** Of a step or a screen; counted from the data, never from a visit. */
export const StepState = z.enum(['notStarted', 'inProgress', 'done', 'needsAttention']);
export type StepState = z.infer<typeof StepState>;

const kindsOn = (side: Side): readonly ConnectionKind[] => ConnectionKind.options.filter((kind) => sideOf[kind] === side);

/** What can be chosen in the first step: the kinds that have a connector. Nothing chosen is an answer: bought directly, billed elsewhere. */
export const distributorKinds = kindsOn('distributor');
export const psaKinds = kindsOn('psa');

const chosenOf = (kinds: readonly ConnectionKind[], what: string) =>
  z.array(ConnectionKind.refine((kind) => kinds.includes(kind), `is no ${what}`)).transform((given) => [...new Set(given)]);

/** Which systems the partner works with: what the later steps ask for. */
export const SetupChoices = z.strictObject({
  partnerTypes: z.array(PartnerType).min(1),
  // Germany is closed (product.md, ruling 10).
  clouds: z.array(Cloud.exclude(['germany'])).min(1),
  distributors: chosenOf(distributorKinds, 'distributor'),
  psas: chosenOf(psaKinds, 'PSA'),
});
export type SetupChoices = z.infer<typeof SetupChoices>;

/** Every condition that a gate asks for. */
export const SetupCondition = z.enum([
  'systemsChosen',
  'readinessConfirmed',
  'microsoftConnected',
  'distributorConnected',
  'psaConnected',
  'booksRead',
  'customerReady',
  'accountMapped',
  'productMapped',
]);
export type SetupCondition = z.infer<typeof SetupCondition>;

/** What a person confirms: the checklist, or that the set-up goes on although no customer is Ready. */
export const SetupSubject = z.enum(['readiness', 'withoutTenantEvidence']);
export type SetupSubject = z.infer<typeof SetupSubject>;

/** The sides that have a part in it: Microsoft always, the others where something was chosen. */
export const sidesOf = ({ distributors, psas }: Pick<SetupChoices, 'distributors' | 'psas'>): readonly Side[] => [
  'microsoft',
  ...(distributors.length > 0 ? (['distributor'] as const) : []),
  ...(psas.length > 0 ? (['psa'] as const) : []),
];

/** What a set of accounts is, as a choice: for a file that names only the accounts. */
export function systemsOf(accounts: readonly ConnectionSettings[]): SetupChoices {
  const kinds = [...new Set(accounts.map(({ kind }) => kind))];
  const partners = accounts.flatMap((settings) => (settings.kind === 'partnerCenter' ? [settings] : []));
  return {
    partnerTypes: [...new Set(partners.map(({ partnerType }) => partnerType))],
    clouds: [...new Set(partners.flatMap(({ cloud }) => (cloud === 'germany' ? [] : [cloud])))],
    distributors: kinds.filter((kind) => distributorKinds.includes(kind)),
    psas: kinds.filter((kind) => psaKinds.includes(kind)),
  };
}

/** Address of a screen in the browser app; each has its own (ux reference 5.3). */
export const setupPath = (page: SetupPage): string => `/setup/${page.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
