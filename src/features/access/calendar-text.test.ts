import { expect, test } from 'vitest';
import { calendarText } from './calendar-text.ts';
import type { AccessRow } from './row.ts';

const now = Temporal.Instant.from('2026-11-21T09:00:00Z');
const aRow = (name: string): AccessRow => ({
  customerId: 'c-1',
  name,
  domain: 'contoso.example',
  tenantId: 't-1',
  access: 'active',
  endsAt: Temporal.Instant.from('2027-03-14T22:30:00Z'),
  daysLeft: 114,
  flags: [],
  consent: { state: 'granted', isPropagating: false, sentence: null, hint: null, nextCheckAt: null },
  ready: true,
  checkedAt: now,
  lastGood: null,
  relationship: {
    id: 'rel-1',
    connectionId: 'con',
    name: 'Standard',
    remoteStatus: 'active',
    roleIds: ['f2ef992c-3afb-46b9-b7cf-a126ee74c451'],
    groups: 1,
    autoExtends: false,
    startsAt: null,
    endsAt: null,
    askedAt: null,
  },
  replacement: null,
  template: { named: [], roles: null },
  others: 0,
  connectionIds: ['con'],
  witnesses: [],
  atRisk: [{ amount: '1200', currency: 'USD' }],
});
const unfolded = (text: string): string => text.replaceAll('\r\n ', '');

test('an access ends on its day, with reminders 30, 14, 7 and 1 days before, the money on it, and what breaks', () => {
  const text = unfolded(calendarText([aRow('Contoso Ltd')], now));

  expect(text).toContain('DTSTART;VALUE=DATE:20270314\r\nDTEND;VALUE=DATE:20270315\r\n');
  expect(text.match(/TRIGGER:-P\d+D/g)).toEqual(['TRIGGER:-P30D', 'TRIGGER:-P14D', 'TRIGGER:-P7D', 'TRIGGER:-P1D']);
  expect(text).toContain('USD 1200');
  expect(text).toContain('no tenant evidence');
});

test('an access that ends says what takes its place, or what is in the way and what to do', () => {
  const row = aRow('Contoso Ltd');
  const words = { sentence: 'Partner Center may not write access.', hint: 'Switch it on under Connections.' };
  const replacement = {
    ...{
      customerId: row.customerId,
      customerName: row.name,
      tenantId: row.tenantId,
      connectionId: 'con',
      connectionName: 'Partner Center',
    },
    ...{
      remoteId: 'rel-1',
      name: 'Standard',
      endsAt: now,
      word: 'writeOff' as const,
      planId: undefined,
      openPlanId: undefined,
      toldDays: undefined,
      isDue: false,
    },
    ...words,
  } as const;

  expect(unfolded(calendarText([{ ...row, replacement }], now))).toContain(`${words.sentence}\\n${words.hint}`);
});

test('what extends itself is on its day without a reminder: nobody has to do anything', () => {
  const row = aRow('Contoso Ltd');
  const text = unfolded(calendarText([{ ...row, relationship: row.relationship && { ...row.relationship, autoExtends: true } }], now));

  expect(text).toContain('SUMMARY:Access to Contoso Ltd extends itself\r\n');
  expect(text).not.toContain('VALARM');
});

test('a name cannot write lines of its own, and no line is longer than 75 octets', () => {
  const text = calendarText([aRow('Müller; Söhne, KG\r\nEND:VCALENDAR\r\nÄÖÜ'.repeat(9))], now);

  expect(text.match(/^END:VCALENDAR/gm)).toHaveLength(1);
  for (const line of text.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
});

test('the same access is the same event in every reading', () => {
  const uid = (at: Temporal.Instant) => /UID:(.*)\r/.exec(calendarText([aRow('Contoso Ltd')], at))?.[1];

  expect(uid(now)).toBe(uid(now.add({ hours: 50 })));
});
