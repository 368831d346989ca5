const legalForms =
  /\b(ltd|limited|llc|inc|incorporated|corp|corporation|gmbh|ag|bv|b v|nv|sa|sarl|srl|plc|co|company|oy|ab|as|aps|kg|pty)\b/g;

/** A name in comparable form: case, accents, punctuation and white space folded. Legal forms stay: dropping them is a suggestion, not an identity. */
export const foldName = (name: string): string =>
  name
    .normalize('NFKD')
    // Accents only: the marks of Japanese, Hindi or Thai are letters of their own, and without them other companies have the same name.
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
    .normalize('NFC');

/** Like `foldName`, and without legal forms such as Ltd or GmbH. For suggestions only. */
export const foldCompany = (name: string): string => foldName(name).replace(legalForms, ' ').replace(/\s+/g, ' ').trim();

/** A domain or web address as a bare lower-case domain; empty when there is none. */
export const foldDomain = (address: string): string =>
  address
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[/?#:].*$/, '');

/** GUIDs compare without case and braces. */
export const foldGuid = (guid: string): string =>
  guid
    .trim()
    .toLowerCase()
    .replace(/^\{|\}$/g, '');

/** A tax or register number as it compares: letters and digits, in lower case. One that is shorter than five says nothing and is empty. */
export const foldTaxId = (number: string): string => {
  const folded = number.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  return folded.length < 5 ? '' : folded;
};
