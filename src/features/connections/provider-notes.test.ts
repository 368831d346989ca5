import { expect, test } from 'vitest';
import { notesOf } from './provider-notes.ts';

const today = '2026-11-22';
const told = (record: Parameters<typeof notesOf>[0], account: Parameters<typeof notesOf>[1] = {}) =>
  notesOf(record, account, today).map(({ field, code }) => `${field} ${code}`);

test('what is recommended and missing is noted in the order of the form', () => {
  expect(told({})).toEqual(['country recommended', 'currency recommended', 'resellerRelationshipUrl recommended']);
});

test('what the account tells itself need not be entered', () => {
  expect(told({}, { country: 'DE', currency: 'EUR' })).toEqual(['resellerRelationshipUrl recommended']);
});

test('a country or currency that is not the account\u2019s is kept with a warning', () => {
  const notes = notesOf({ country: 'AT', currency: 'EUR' }, { country: 'DE', currency: 'EUR' }, today);

  expect(notes[0]).toEqual({
    field: 'country',
    code: 'differs',
    sentence: 'AT was entered here, Partner Center tells DE. Prices and products of the wrong market would be read.',
  });
  expect(notes.some(({ field }) => field === 'currency')).toBe(false);
});

test('a delegated admin link, whatever it says, no longer works', () => {
  const notes = notesOf({ delegatedAdminUrl: 'https://old.example' }, {}, today);

  expect(notes.find(({ field }) => field === 'delegatedAdminUrl')?.sentence).toContain('no longer work since 22 May 2023');
});

test('a specialization that has ended is said to have ended from the day after', () => {
  const record = { azureSpecializations: [{ name: 'Kubernetes', from: '2025-01-01', until: '2026-11-21' }] };

  expect(told(record)).toContain('azureSpecializations ended');
  expect(notesOf(record, {}, '2026-11-21').some(({ code }) => code === 'ended')).toBe(false);
});

test('a relationship link of another partner program id is told, one that names none is not', () => {
  const link = (mpn: string) =>
    `https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId=a&msppId=${mpn}&DAP=false`;
  const toldOf = (mpn: string) => told({ resellerRelationshipUrl: link(mpn), country: 'DE', currency: 'EUR' }, { partnerId: '4711' });

  expect(toldOf('4712')).toEqual(['resellerRelationshipUrl differs']);
  expect(toldOf('4711')).toEqual([]);
  expect(toldOf('0')).toEqual([]);
});
