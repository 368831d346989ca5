import { isRecord } from '../../lib/is-record.ts';
import { type Reading, read, unreadable } from '../../lib/sift.ts';
import { readGuid } from '../../lib/wire.ts';
import { readInstant } from '../../lib/wire-date.ts';
import type { AuditRecord } from '../ports.ts';
import type { WireAuditRecord } from './schema.ts';

/** A record of the activity log. */
export function toAuditRecord(wire: WireAuditRecord): Reading<AuditRecord> {
  const at = readInstant(wire.operationDate);
  if (at === undefined) return unreadable('operationDate: is not a date with time');
  const said = detailsOf(wire);
  const after = valueOf(wire.resourceNewValue);
  return read({
    id: idOf(wire),
    at: at.toString(),
    operation: wire.operationType,
    outcome: wire.operationStatus ?? '',
    resourceType: wire.resourceType ?? '',
    customerTenantId: readGuid(wire.customerId),
    subscriptionRemoteId: subscriptionOf(wire, said, after),
    ...quantities(said, valueOf(wire.resourceOldValue), after),
    statusAfter: said.get('status') ?? after.get('status'),
    who: wire.userPrincipalName ?? wire.applicationId ?? '',
    details: asTheyCame(wire),
  });
}

/** The sample of the documentation has no id, so one is made of what identifies the event. */
const idOf = (wire: WireAuditRecord): string =>
  wire.id ??
  [wire.partnerId, wire.customerId, wire.resourceType, wire.operationType, wire.operationDate].map((part) => part ?? '').join('_');

/** From the log's own details where it names them, else from the old and the new value. */
const quantities = (said: Members, before: Members, after: Members): Pick<AuditRecord, 'quantityBefore' | 'quantityAfter'> => ({
  quantityBefore: countOf(said.get('oldquantity') ?? before.get('quantity')),
  quantityAfter: countOf(said.get('newquantity') ?? after.get('quantity') ?? said.get('quantity')),
});

function asTheyCame({ customizedData, resourceOldValue, resourceNewValue }: WireAuditRecord): Readonly<Record<string, string>> {
  const told = (customizedData ?? []).flatMap(({ key, value }) => (key === undefined ? [] : [[key, value ?? ''] as const]));
  return {
    ...Object.fromEntries(told),
    ...(resourceOldValue === undefined ? {} : { resourceOldValue }),
    ...(resourceNewValue === undefined ? {} : { resourceNewValue }),
  };
}

type Members = ReadonlyMap<string, string>;

/** The log's own keys in lower case. */
const detailsOf = ({ customizedData }: WireAuditRecord): Members =>
  new Map(
    (customizedData ?? []).flatMap(({ key, value }) => (key === undefined || value === undefined ? [] : [[key.toLowerCase(), value]])),
  );

/** The one subscription that the event is about; undefined when there are several: then the whole customer is read again. */
function subscriptionOf(wire: WireAuditRecord, said: Members, after: Members): string | undefined {
  const named = [...said].filter(([key]) => /^subscriptionid(-\d+)?$/.test(key)).map(([, value]) => readGuid(value));
  const found = new Set(named.filter((id) => id !== undefined));
  if (found.size === 0 && wire.resourceType === 'subscription') return readGuid(after.get('id'));
  return found.size === 1 ? [...found][0] : undefined;
}

/** Members of a value that the log holds as JSON text, by name in lower case; texts and numbers only. */
function valueOf(text: string | undefined): Members {
  try {
    const parsed: unknown = JSON.parse(text ?? 'null');
    if (!isRecord(parsed)) return new Map();
    return new Map(
      Object.entries(parsed).flatMap(([name, value]) =>
        typeof value === 'string' || typeof value === 'number' ? [[name.toLowerCase(), String(value)]] : [],
      ),
    );
  } catch {
    return new Map();
  }
}

const countOf = (text: string | undefined): number | undefined => (/^\d{1,9}$/.test(text ?? '') ? Number(text) : undefined);
