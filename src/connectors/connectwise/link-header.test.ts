import { describe, expect, test } from 'vitest';
import { hostOf, nextId } from './link-header.ts';

const site = 'https://api-na.myconnectwise.net/v4_6_release/apis/3.0/company/companies';
const toReal = (link: string): string => {
  if (!link.startsWith('https://api-na.myconnectwise.net/')) throw new Error('host refused');
  return link;
};

// RFC 8288; ConnectWise sends pageId in the address of rel="next" (psa reference 3.2).
describe('the next page in a Link header', () => {
  test.each([
    ['the only link', `<${site}?pageSize=100&pageId=42>; rel="next"`, '42'],
    ['among others', `<${site}?pageId=1>; rel="first", <${site}?pageId=42>; rel="next", <${site}?pageId=99>; rel="last"`, '42'],
    ['without quotes', `<${site}?pageId=42>;rel=next`, '42'],
    ['in capitals', `<${site}?pageId=42>; Rel="Next"`, '42'],
    ['with a comma in its address', `<${site}?conditions=a,b&pageId=42>; rel="next"`, '42'],
    ['without a page', `<${site}?pageSize=100>; rel="next"`, undefined],
    ['of the last page', `<${site}?pageId=1>; rel="first"`, undefined],
    ['that is empty', '', undefined],
    ['that is absent', undefined, undefined],
    ['that is none', 'next please', undefined],
  ])('%s', (_what, header, id) => {
    expect(nextId(header, toReal)).toBe(id);
  });

  test('on another host is refused, not followed', () => {
    expect(() => nextId('<https://evil.example/?pageId=42>; rel="next"', toReal)).toThrow('host refused');
  });
});

describe('the host of a site', () => {
  test.each([
    ['https://api-na.myconnectwise.net', 'api-na.myconnectwise.net'],
    ['https://cw.partner.example:8443/v4_6_release', 'cw.partner.example'],
    ['http://127.0.0.1:8090/api-na.myconnectwise.net', 'api-na.myconnectwise.net'],
  ])('%s is %s', (address, host) => {
    expect(hostOf(address)).toBe(host);
  });
});
