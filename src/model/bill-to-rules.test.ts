import { describe, expect, test } from 'vitest';
import { aBillTo } from '../../test/support/a-bill-to.ts';
import type { BillTo, CountryRules } from './bill-to.ts';
import { problemsOf } from './bill-to-rules.ts';

const contoso = aBillTo();
const rules = (country: string, more: Partial<CountryRules> = {}): CountryRules => ({
  country,
  isStateRequired: false,
  states: [],
  isPostalCodeRequired: true,
  isCityRequired: true,
  postalCodePattern: '',
  phonePattern: '',
  isRegistrationNumberSupported: false,
  ...more,
});
/** As Microsoft's page shows it for the US (fixture validations.get-market-specific-validation-data). */
const us = rules('US', {
  isStateRequired: true,
  states: ['WA', 'NY'],
  postalCodePattern: '^\\d{5}(-\\d{4})?$',
  phonePattern: '^(1[\\-\\/\\.]?)?(\\((\\d{3})\\)|(\\d{3}))[\\-\\/\\.]?(\\d{3})[\\-\\/\\.]?(\\d{4})$',
});
const told = (more: Partial<BillTo>, country: CountryRules | 'none' | 'unasked' = us, registration = ''): string[] =>
  problemsOf({ ...contoso, ...more }, registration, country === 'unasked' ? undefined : country).map(
    ({ field, problem }) => `${field} ${problem}`,
  );

describe('a customer can be ordered for', () => {
  test('when its billing profile is whole', () => {
    expect(told({})).toEqual([]);
  });

  test.each(['companyName', 'firstName', 'lastName', 'email', 'phone', 'addressLine1', 'city', 'country'] as const)(
    'not without %s',
    (field) => {
      expect(told({ [field]: '' })).toEqual([`${field} missing`]);
    },
  );

  test.each([
    ['in the US without a state', { state: '' }, us, '', ['state missing']],
    ['in the US with a state of Canada', { state: 'ON' }, us, '', ['state malformed']],
    ['in the US with a state in small letters', { state: 'wa' }, us, '', []],
    ['in the US with nine digits behind the state', { postalCode: '98052-8300' }, us, '', []],
    ['in the US with a German postal code', { postalCode: '1011' }, us, '', ['postalCode malformed']],
    ['in the US with a phone number as people write it', { phone: '+1 425 555 0142' }, us, '', []],
    ['in the US with a phone number of six digits', { phone: '555555' }, us, '', ['phone malformed']],
    ['in Ireland without a state', { country: 'IE', state: '' }, rules('IE', { isPostalCodeRequired: false }), '', []],
    ['in Ireland without a postal code', { country: 'IE', postalCode: '' }, rules('IE', { isPostalCodeRequired: false }), '', []],
    ['in Germany without a postal code', { country: 'DE', postalCode: '' }, rules('DE'), '', ['postalCode missing']],
    ['in Brazil without a registration number', { country: 'BR' }, rules('BR'), '', ['registrationNumber missing']],
    ['in Brazil with one', { country: 'BR' }, rules('BR'), '12.345.678/0001-95', []],
    ['in Hungary without a registration number', { country: 'HU' }, rules('HU'), '', ['registrationNumber missing']],
    ['in a country that Microsoft does not know', { country: 'XX' }, 'none' as const, '', ['country unknownCountry']],
  ])('%s', (_, more, country, registration, expected) => {
    expect(told(more, country, registration)).toEqual(expected);
  });

  test('by what holds everywhere while nobody has asked for the rules of its country', () => {
    expect(told({ state: '', postalCode: '', email: 'nobody' }, 'unasked')).toEqual(['email malformed']);
  });

  test('by the other rules where a pattern of Microsoft cannot be read', () => {
    expect(told({ postalCode: '' }, rules('DE', { postalCodePattern: '([' }))).toEqual(['postalCode missing']);
  });
});
