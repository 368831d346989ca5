import { describe, expect, test } from 'vitest';
import { DetailField, ownerOf, ownersOf } from '../../../model/field-owner.ts';
import { detailOf, type OwnValue } from './detail-of.ts';

const own = (value: string, seenValue = 'Old Road'): OwnValue => ({
  value,
  seenValue,
  changedBy: 'Ana',
  changedAt: Temporal.Instant.from('2026-11-22T09:00:00Z'),
});

describe('until somebody chooses', () => {
  test('every field belongs to Microsoft: written through where it can be, locked where it cannot', () => {
    const owners = Object.fromEntries(DetailField.options.map((field) => [field, ownerOf(field, {})]));
    expect(owners).toMatchObject({ name: 'locked', registrationNumber: 'locked', companyName: 'microsoft', email: 'microsoft' });
    expect(new Set(Object.values(owners))).toEqual(new Set(['locked', 'microsoft']));
  });

  test('a choice that a field does not have counts as none', () => {
    expect(ownersOf('city')).not.toContain('psa');
    expect(ownerOf('city', { city: 'psa' })).toBe('microsoft');
  });
});

describe('a field of ours', () => {
  test('keeps what we said when Microsoft says something else later, and tells it', () => {
    const said = { microsoft: 'New Road', psa: undefined, own: own('Our Road') };
    expect(detailOf('addressLine1', 'ours', said)).toMatchObject({
      value: 'Our Road',
      origin: 'here',
      change: 'here',
      atMicrosoft: 'New Road',
      note: 'movedAtMicrosoft',
    });
    expect(detailOf('addressLine1', 'ours', { ...said, microsoft: 'Old Road' }).note).toBeNull();
  });

  test('that we never filled shows what Microsoft has', () => {
    expect(detailOf('city', 'ours', { microsoft: 'Seattle', psa: undefined, own: undefined })).toMatchObject({
      value: 'Seattle',
      origin: 'microsoft',
    });
  });

  test('that was given back to Microsoft keeps our value aside', () => {
    expect(detailOf('city', 'microsoft', { microsoft: 'Seattle', psa: undefined, own: own('Tacoma') })).toMatchObject({
      value: 'Seattle',
      change: 'plan',
      own: { value: 'Tacoma' },
      note: 'setAside',
    });
  });
});

test('a field of the PSA is its account’s, and Microsoft’s while there is no account', () => {
  expect(detailOf('name', 'psa', { microsoft: 'Contoso', psa: 'Contoso Ltd', own: undefined })).toMatchObject({
    value: 'Contoso Ltd',
    origin: 'psa',
    change: 'none',
  });
  expect(detailOf('name', 'psa', { microsoft: 'Contoso', psa: undefined, own: undefined }).value).toBe('Contoso');
});
