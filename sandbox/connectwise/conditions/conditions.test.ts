import { describe, expect, test } from 'vitest';
import { exactNumber, type JsonObject } from '../../../src/lib/exact-json.ts';
import { matches, matchesChild, matchesCustomField } from './matches.ts';
import { parseConditions } from './parse.ts';
import { ConditionError } from './tokens.ts';

const company: JsonObject = {
  id: 250,
  identifier: 'CONTOSO',
  name: `O'Brien "Bits" & Bytes`,
  status: { id: 1, name: 'Active' },
  types: [
    { id: 1, name: 'Client' },
    { id: 7, name: 'Partner' },
  ],
  deletedFlag: false,
  annualRevenue: exactNumber('1250.10'),
  dateAcquired: '2026-03-01T00:00:00Z',
  dateDeleted: '',
  parentCompany: null,
  customFields: [
    { id: 26, caption: 'Microsoft - TenantID', value: '11111111-2222-4333-8444-555555555555' },
    { id: 27, caption: 'Segment' },
  ],
  _info: { lastUpdated: '2026-10-15T14:09:53Z' },
};

const holds = (text: string): boolean => matches(parseConditions(text), company);

describe('what a condition can ask', () => {
  test.each([
    ['id = 250', true],
    ['id=251', false],
    ['id != 251 and id < 251 and id >= 250', true],
    ['id > 250 or id <= 249', false],
    ['identifier="contoso"', true],
    ["identifier = 'CONTOSO'", true],
    ['identifier < "D"', true],
    [`name = "O'Brien ""Bits"" & Bytes"`, true],
    [`name = 'O''Brien "Bits" & Bytes'`, true],
    ['name contains "bits"', true],
    ['name not contains "bits"', false],
    ['name like "O%Bytes"', true],
    ['name like "Brien"', false],
    ['name not like "%x%"', true],
    ['identifier like "C_NTOSO"', true],
    ['id in (1, 2, 250)', true],
    ['id not in (1,2)', true],
    ['identifier in ("a", "CONTOSO")', true],
    ['status/name = "Active"', true],
    ['status/id=2', false],
    ['deletedFlag = false', true],
    ['deletedFlag=True', false],
    ['deletedFlag != true', true],
    ['parentCompany = null', true],
    ['parentCompany/id = null', true],
    ['status != NULL', true],
    ['dateDeleted = null', true],
    ['dateDeleted < [2026-01-01T00:00:00Z]', false],
    ['annualRevenue = 1250.1', true],
    ['annualRevenue > 1250.09', true],
    ['dateAcquired >= [2026-03-01]', true],
    ['dateAcquired > [2026-03-01T00:00:00Z]', false],
    ['dateAcquired < [2026-03-01T01:30:00+01:00]', true],
    ['lastUpdated > [2026-10-15T14:09:52Z]', true],
    ['_info/lastUpdated > [2026-10-16]', false],
    ['not id = 250', false],
    ['NOT (id = 1 OR id = 2) AND deletedFlag = false', true],
  ])('%s is %s', (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  test('and binds closer than or, parentheses bind closest', () => {
    expect(holds('id = 250 or id = 1 and id = 2')).toBe(true);
    expect(holds('(id = 250 or id = 1) and id = 2')).toBe(false);
    expect(holds('((id = 250) and (deletedFlag = false and (status/id = 1 or status/id = 2)))')).toBe(true);
  });
});

describe('children and custom fields', () => {
  test.each([
    ['types/name="Client"', true],
    ['types/name = "Partner" and types/id = 1', true],
    ['types/name = "Vendor"', false],
    ['types/id in (7, 8)', true],
  ])('child condition %s is %s', (text, expected) => {
    expect(matchesChild(parseConditions(text), company)).toBe(expected);
  });

  test('caption and value must hold for the same custom field', () => {
    const tenant = '11111111-2222-4333-8444-555555555555';

    expect(matchesCustomField(parseConditions(`caption="Microsoft - TenantID" and value="${tenant}"`), company)).toBe(true);
    expect(matchesCustomField(parseConditions(`caption="Segment" and value="${tenant}"`), company)).toBe(false);
  });

  test('a custom field that was never filled in has a null value', () => {
    expect(matchesCustomField(parseConditions('caption="Segment" and value = null'), company)).toBe(true);
    expect(matchesCustomField(parseConditions('caption="Segment"'), { id: 1 })).toBe(false);
  });
});

test.each([
  '',
  'id',
  'id =',
  'id = 1 and',
  '= 1',
  'id 1',
  'id = 1 id = 2',
  'id in 1',
  'id in (1',
  'id in ()',
  '(id = 1',
  'id = 1)',
  'name = Contoso',
  'name contains 5',
  'name like true',
  'dateAcquired > [yesterday]',
  'name = "unclosed',
  'id = 1 & id = 2',
  'id = =',
])('a text outside the grammar is refused: %j', (text) => {
  expect(() => parseConditions(text)).toThrow(ConditionError);
});

test.each([
  'name = 5',
  'id = "250"',
  'status = 1',
  'deletedFlag = "false"',
  'id contains "2"',
  'dateAcquired > null',
  'types/name = "Client"',
])('a comparison of unlike things is refused: %s', (text) => {
  expect(() => holds(text)).toThrow(ConditionError);
});

test('a child condition on something that is no list is refused', () => {
  expect(() => matchesChild(parseConditions('status/name = "Active"'), company)).toThrow('is not a field of a list');
});
