import { parseDay } from '../days.ts';
import { parseMicro } from '../exact.ts';
import type { AuditEvent } from '../model.ts';
import type { ProblemList } from '../problem.ts';
import type { Row } from '../read/row.ts';
import { readTable } from './tables.ts';

export type AuditLog = ReadonlyMap<string, readonly AuditEvent[]>;

function detailsOf(row: Row): ReadonlyMap<string, string> {
  const details = new Map<string, string>();
  for (let index = 0; index < 32; index += 1) {
    const key = row.text(`customizedData.${index}.key`);
    if (key === '') break;
    details.set(key.toLowerCase(), row.text(`customizedData.${index}.value`));
  }
  return details;
}

function toEvent(row: Row): AuditEvent | undefined {
  const details = detailsOf(row);
  const on = parseDay(row.text('operationDate'));
  const subscriptionId = details.get('subscriptionid')?.toLowerCase() ?? '';
  if (on === undefined || subscriptionId === '' || row.text('operationType').toLowerCase() !== 'update_subscription') return undefined;
  if (row.text('operationStatus').toLowerCase() !== 'succeeded') return undefined;
  const from = parseMicro(details.get('oldquantity') ?? '');
  const to = parseMicro(details.get('newquantity') ?? '');
  if (from === undefined || to === undefined) return undefined;
  return { subscriptionId, on, from, to, isCancellation: details.get('status')?.toLowerCase() === 'deleted' };
}

/** Seat changes and cancellations of AuditRecord resources, by subscription and in order of day. Other operations are passed over. */
export async function loadAudit(files: readonly string[], problems: ProblemList): Promise<AuditLog> {
  const log = new Map<string, AuditEvent[]>();
  const seen = new Set<string>();
  for (const file of files) {
    await readTable(file, problems, [], (row) => {
      const id = row.text('id');
      const event = toEvent(row);
      // A poll re-reads a whole day, so the same record may stand there twice.
      if (event === undefined || (id !== '' && seen.has(id))) return;
      seen.add(id);
      const events = log.get(event.subscriptionId);
      if (events === undefined) log.set(event.subscriptionId, [event]);
      else events.push(event);
    });
  }
  for (const events of log.values()) events.sort((a, b) => a.on - b.on);
  return log;
}
