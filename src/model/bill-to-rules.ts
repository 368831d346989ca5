import { z } from 'zod';
import { type BillTo, BillToField, type CountryRules } from './bill-to.ts';

/** What keeps an order from being placed: a field that is empty, or one that Microsoft's form for the country does not take. */
export const BillToProblem = z.object({
  field: z.union([BillToField, z.literal('registrationNumber')]),
  problem: z.enum(['missing', 'malformed', 'unknownCountry']),
});
export type BillToProblem = z.infer<typeof BillToProblem>;

/** Asked for everywhere (capabilities S94: company, first and last name, e-mail, phone, address line, city, country). */
const always = ['companyName', 'firstName', 'lastName', 'email', 'phone', 'addressLine1', 'city', 'country'] as const;

/** Countries in which Microsoft asks for the registration number of a company (partner-center-api reference 3, "Create needs"). */
const registered = new Set('AM AZ BY HU KZ KG MD RU TJ UZ UA IN BR ZA PL AE SA TR TH VN MM IQ SS VE'.split(' '));

const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/**
 * What is missing or malformed in a billing profile. `rules` are Microsoft's for the country; 'none' where Microsoft knows no such country,
 * undefined where nobody has asked yet: then only what holds everywhere is judged.
 */
export function problemsOf(billTo: BillTo, registrationNumber: string, rules: CountryRules | 'none' | undefined): readonly BillToProblem[] {
  const missing = always.filter((field) => billTo[field] === '').map((field): BillToProblem => ({ field, problem: 'missing' }));
  const own: BillToProblem[] = [];
  if (billTo.email !== '' && !email.test(billTo.email)) own.push({ field: 'email', problem: 'malformed' });
  if (registered.has(billTo.country) && registrationNumber === '') own.push({ field: 'registrationNumber', problem: 'missing' });
  if (rules === 'none' && billTo.country !== '') own.push({ field: 'country', problem: 'unknownCountry' });
  return [...missing, ...own, ...(rules === undefined || rules === 'none' ? [] : byCountry(billTo, rules))];
}

function byCountry(billTo: BillTo, rules: CountryRules): BillToProblem[] {
  const { state, postalCode, phone } = billTo;
  const problems: BillToProblem[] = [];
  if (rules.isStateRequired && state === '') problems.push({ field: 'state', problem: 'missing' });
  if (state !== '' && rules.states.length > 0 && !rules.states.includes(state.toUpperCase()))
    problems.push({ field: 'state', problem: 'malformed' });
  if (rules.isPostalCodeRequired && postalCode === '') problems.push({ field: 'postalCode', problem: 'missing' });
  if (postalCode !== '' && !fits(rules.postalCodePattern, postalCode)) problems.push({ field: 'postalCode', problem: 'malformed' });
  if (phone !== '' && !fits(rules.phonePattern, dialled(phone))) problems.push({ field: 'phone', problem: 'malformed' });
  return problems;
}

/** Microsoft's patterns for phone numbers know neither the plus nor spaces that people write. */
const dialled = (phone: string): string => phone.replace(/^\+/, '').replaceAll(/\s/g, '');

/** Microsoft's own patterns; one that cannot be read asks nothing. */
function fits(pattern: string, text: string): boolean {
  if (pattern === '') return true;
  try {
    return new RegExp(pattern).test(text);
  } catch {
    return true;
  }
}
