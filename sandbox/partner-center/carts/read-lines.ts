import type { CartLine } from '../../world/types.ts';
import { type Fields, flagOf, listOf, objectOf, textOf, toFields, wholeOf, wordOf, wrongKind } from '../body.ts';

/** Cycles as carts write them, from any spelling: `OneTime`, `one_time`, `Annual`. */
export function cycleWord(text: string): string {
  const plain = text.toLowerCase().replaceAll('_', '');
  return plain === 'onetime' ? 'one_time' : plain;
}

const optional = <Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, string>> =>
  // One member with the name that was asked for.
  (value === undefined || value === '' ? {} : { [name]: value }) as Partial<Record<Name, string>>;

/** The texts of an open object: provisioning context. Names in camelCase, whatever was sent. */
function textsOf(fields: Fields | undefined, sent: unknown): Readonly<Record<string, string>> | undefined {
  if (fields === undefined || typeof sent !== 'object' || sent === null) return undefined;
  const pairs = Object.entries(sent).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [[`${name.slice(0, 1).toLowerCase()}${name.slice(1)}`, String(value)]]
      : [],
  );
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

const participantsOf = (fields: Fields): CartLine['participants'] =>
  listOf(fields, 'participants')?.flatMap((one) => {
    const pair = toFields(one);
    return pair === undefined ? [] : [{ key: wordOf(pair, 'key'), value: wordOf(pair, 'value') }];
  });

export const kinds = {
  catalogItemId: 'text',
  friendlyName: 'text',
  quantity: 'whole',
  currencyCode: 'text',
  billingCycle: 'text',
  termDuration: 'text',
  promotionId: 'text',
  customTermEndDate: 'text',
  provisioningContext: 'object',
  participants: 'list',
  attestationAccepted: 'flag',
} as const;

/** A line as it was sent; undefined when a member is of another kind than it is. Currency and group are set when it is judged. */
export function readLine(sent: unknown, place: number): CartLine | undefined {
  const fields = toFields(sent);
  if (fields === undefined || wrongKind(fields, kinds) !== undefined) return undefined;
  const addons = listOf(fields, 'addonItems') ?? [];
  return {
    id: wholeOf(fields, 'id') ?? place,
    catalogItemId: wordOf(fields, 'catalogItemId').trim(),
    ...optional('friendlyName', textOf(fields, 'friendlyName')),
    quantity: wholeOf(fields, 'quantity') ?? 0,
    currencyCode: wordOf(fields, 'currencyCode').toUpperCase(),
    billingCycle: cycleWord(wordOf(fields, 'billingCycle')),
    ...optional('termDuration', textOf(fields, 'termDuration')?.toUpperCase()),
    orderGroup: '',
    ...(addons.length === 0 ? {} : { addonItems: addons.flatMap((one, at) => readLine(one, at + 1) ?? []) }),
    ...optional('promotionId', textOf(fields, 'promotionId')),
    ...optional('customTermEndDate', textOf(fields, 'customTermEndDate')?.slice(0, 10)),
    ...optional('partnerIdOnRecord', textOf(fields, 'partnerIdOnRecord')),
    ...optional('additionalPartnerIdsOnRecord', textOf(fields, 'additionalPartnerIdsOnRecord')),
    ...structured(fields),
  };
}

/** Members that are more than a text. */
export function structured(fields: Fields): Partial<CartLine> {
  const context = textsOf(objectOf(fields, 'provisioningContext'), fields.get('provisioningcontext'));
  // The page's table calls it a list, its samples show one object.
  const renewsTo = textOf(objectOf(fields, 'renewsTo') ?? toFields(listOf(fields, 'renewsTo')?.[0]), 'termDuration');
  const participants = participantsOf(fields) ?? [];
  const attestationAccepted = flagOf(fields, 'attestationAccepted');
  return {
    ...(participants.length === 0 ? {} : { participants }),
    ...(context === undefined ? {} : { provisioningContext: context }),
    ...(renewsTo === undefined ? {} : { renewsTo: { termDuration: renewsTo.toUpperCase() } }),
    ...(attestationAccepted === undefined ? {} : { attestationAccepted }),
  };
}
