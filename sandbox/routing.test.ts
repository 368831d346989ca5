import { describe, expect, test } from 'vitest';
import { exact, jsonText } from './json.ts';
import { matchPath } from './routing.ts';

describe('paths', () => {
  test('a segment in braces takes one decoded segment', () => {
    expect(matchPath('/v1/customers/{customerId}', '/v1/customers/a%2Fb')).toEqual({ customerId: 'a/b' });
  });

  test('are compared without regard to case, and with or without a slash at the end', () => {
    expect(matchPath('/v1/auditrecords', '/V1/AuditRecords/')).toEqual({});
  });

  test.each([
    ['/v1/customers/{id}', '/v1/customers'],
    ['/v1/customers/{id}', '/v1/customers/'],
    ['/v1/customers', '/v1/customers/1'],
    ['/v1/customers', '/v2/customers'],
  ])('%s does not take %s', (template, path) => {
    expect(matchPath(template, path)).toBeUndefined();
  });

  test('a star at the end takes the rest', () => {
    expect(matchPath('/v1/*', '/v1/a/b/c')).toEqual({});
  });

  test('a broken escape is taken as it stands', () => {
    expect(matchPath('/{name}', '/100%')).toEqual({ name: '100%' });
  });
});

describe('JSON with exact numbers', () => {
  test('keeps every digit', () => {
    expect(jsonText({ price: exact('17.60'), cost: exact('0.000000000000000001'), gone: undefined })).toBe(
      '{"price":17.60,"cost":0.000000000000000001}',
    );
  });

  test('refuses what is no number', () => {
    expect(() => exact('1,5')).toThrow('Not a JSON number');
  });
});
