import type { addCustomer, lookUpCustomer } from '#contract/expected-customers.ts';
import type { BodyOf } from '../../../lib/api.ts';

/** What somebody typed about a customer before it is added. */
export type Draft = {
  readonly connectionId: string;
  /** A domain or a tenant id, in one field: people paste what they have. */
  readonly sought: string;
  readonly name: string;
  readonly email: string;
  readonly country: string;
  readonly resellerMpn: string;
  readonly note: string;
};

export const emptyDraft: Draft = { connectionId: '', sought: '', name: '', email: '', country: '', resellerMpn: '', note: '' };

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const domain = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;
const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** A pasted address of a web page or a mailbox is taken for its domain. */
export const soughtOf = ({ connectionId, sought }: Draft): BodyOf<typeof lookUpCustomer> => {
  const text = sought
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^.*@/, '')
    .replace(/^www\./, '')
    .replace(/[/?#].*$/, '');
  return { connectionId, ...(guid.test(text) ? { tenantId: text } : { domain: text }) };
};

export const isSought = (draft: Draft): boolean => {
  const { domain: name = '', tenantId = '' } = soughtOf(draft);
  return tenantId !== '' || domain.test(name);
};

/** What is missing or malformed before a customer can be expected, by field; null where it is fine. */
export const mistakesOf = (draft: Draft) => ({
  name: draft.name.trim() === '' ? 'Give its name.' : null,
  email: draft.email === '' || email.test(draft.email.trim()) ? null : 'An address like ana@contoso.com, or nothing.',
  country: /^([A-Z]{2})?$/.test(draft.country.trim().toUpperCase()) ? null : 'Two letters, like US, or nothing.',
  resellerMpn: /^\d{0,10}$/.test(draft.resellerMpn.trim()) ? null : 'A partner id has only digits.',
});

export const isComplete = (draft: Draft): boolean => Object.values(mistakesOf(draft)).every((mistake) => mistake === null);

export const toAdd = (draft: Draft): BodyOf<typeof addCustomer> => ({
  ...soughtOf(draft),
  name: draft.name.trim(),
  email: draft.email.trim(),
  country: draft.country.trim().toUpperCase(),
  note: draft.note.trim(),
  resellerMpn: draft.resellerMpn.trim(),
});
