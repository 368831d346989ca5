import { noticeDays } from '../../model/access.ts';
import { abilities, coveredBy } from '../../model/access-roles.ts';
import type { AccessRow } from './row.ts';

/**
 * An iCalendar file (RFC 5545) with the end of each access as an all-day event. The same access is the same event in every reading. Only an end that
 * takes the access away has alarms: what Microsoft prolongs by itself (partner-center-api reference 16) needs nobody. Pure.
 */
export function calendarText(rows: readonly AccessRow[], now: Temporal.Instant): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Concord//Access//EN',
    'X-WR-CALNAME:Ends of delegated access',
    'REFRESH-INTERVAL;VALUE=DURATION:PT6H',
    ...rows.flatMap((row) => eventOf(row, now)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function eventOf({ name, customerId, relationship, endsAt, atRisk, replacement }: AccessRow, now: Temporal.Instant): string[] {
  if (endsAt === null || relationship === null) return [];
  const day = endsAt.toZonedDateTimeISO('UTC').toPlainDate();
  const breaks = coveredBy(relationship.roleIds).map(({ without }) => without);
  const facts = [
    `Relationship ${relationship.name}`,
    ...whatFollows(relationship.autoExtends, replacement),
    ...(atRisk.length === 0
      ? []
      : [`Billed for Microsoft products a month: ${atRisk.map(({ currency, amount }) => `${currency} ${amount}`).join(', ')}`]),
    ...(breaks.length === 0 ? [abilities[0]?.without ?? ''] : breaks),
  ];
  return [
    'BEGIN:VEVENT',
    `UID:${relationship.id}.${customerId}@concord`,
    `DTSTAMP:${compact(now)}`,
    `DTSTART;VALUE=DATE:${day.toString().replaceAll('-', '')}`,
    `DTEND;VALUE=DATE:${day.add({ days: 1 }).toString().replaceAll('-', '')}`,
    `SUMMARY:${escaped(`Access to ${name} ${relationship.autoExtends ? 'extends itself' : 'ends'}`)}`,
    `DESCRIPTION:${escaped(facts.join('\n'))}`,
    'TRANSP:TRANSPARENT',
    ...(relationship.autoExtends ? [] : noticeDays).flatMap((days) => [
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      `DESCRIPTION:${escaped(`Access to ${name} ends in ${String(days)} days`)}`,
      `TRIGGER:-P${String(days)}D`,
      'END:VALARM',
    ]),
    'END:VEVENT',
  ];
}

function whatFollows(autoExtends: boolean, replacement: AccessRow['replacement']): string[] {
  if (autoExtends) return ['Extends itself by half a year.'];
  const { sentence, hint } = replacement ?? { sentence: 'A replacement has to be asked for before this day.', hint: null };
  return ['Does not extend itself.', sentence, ...(hint === null ? [] : [hint])];
}

const compact = (at: Temporal.Instant): string => at.round('second').toString().replaceAll('-', '').replaceAll(':', '');

/** Control characters of a name would break the file. */
const escaped = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replace(/\r?\n/g, '\\n')
    .replace(/\p{Cc}/gu, ' ');

const mostBytes = 73; // of a line are 75 with the blank of a fold; never inside a character

function folded(line: string): string {
  const encoder = new TextEncoder();
  const parts: string[] = [];
  let [part, bytes] = ['', 0];
  for (const letter of line) {
    const size = encoder.encode(letter).length;
    if (bytes + size > mostBytes) {
      parts.push(part);
      [part, bytes] = ['', 0];
    }
    part += letter;
    bytes += size;
  }
  return [...parts, part].join('\r\n ');
}
