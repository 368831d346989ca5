import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { AddConnection } from '../contract/connection-changes.ts';
import { missingSecrets } from '../features/connections/identity.ts';
import { ConnectionKind, ConnectionSecrets, ConnectionSettings } from './connection.ts';
import { type ConnectionField, fieldsOf, mistakeOf } from './connection-fields.ts';

type Shape = Readonly<Record<string, z.ZodType>>;
const shapeOf = (kind: ConnectionKind): Shape => {
  const option = ConnectionSettings.options.find((each) => each.shape.kind.value === kind);
  const { kind: _kind, ...shape } = option?.shape ?? {};
  return shape;
};
const part = (kind: ConnectionKind, name: ConnectionField['part']) => fieldsOf(kind).filter((field) => field.part === name);
const schemaOf = (kind: ConnectionKind, { part: where, name }: ConnectionField): z.ZodType | undefined =>
  (where === 'settings' ? shapeOf(kind) : (ConnectionSecrets.shape as Shape))[name];
const field = (kind: ConnectionKind, name: string): ConnectionField => {
  const found = fieldsOf(kind).find((each) => each.name === name);
  if (found === undefined) throw new Error(`No field ${name}`);
  return found;
};

const good: Readonly<Record<ConnectionField['check'], string>> = {
  text: 'something',
  guid: '7F3C0000-0000-4000-8000-000000000001',
  number: '12345',
  address: 'https://api.pax8.com/v1',
  choice: '',
  currency: 'EUR',
};
const entryFor = (each: ConnectionField): string => (each.check === 'choice' ? (each.choices?.[0] ?? '') : good[each.check]);

describe.each(ConnectionKind.options)('the fields of %s', (kind) => {
  test('are exactly the settings of its schema, with the same ones optional', () => {
    const fields = part(kind, 'settings');

    expect(fields.map(({ name }) => name).toSorted()).toEqual(Object.keys(shapeOf(kind)).toSorted());
    for (const each of fields)
      expect([each.name, schemaOf(kind, each)?.safeParse(undefined).success]).toEqual([each.name, each.isOptional === true]);
  });

  test('ask for exactly the secrets that it cannot do without', () => {
    const needed = part(kind, 'secrets').filter(({ isOptional }) => isOptional !== true);
    expect(needed.map(({ name }) => name)).toEqual(missingSecrets(kind, {}));
  });

  test('filled in make a connection that the API takes', () => {
    const filled = (where: ConnectionField['part']) => Object.fromEntries(part(kind, where).map((each) => [each.name, entryFor(each)]));

    const body = { name: 'Ours', settings: { kind, ...filled('settings') }, secrets: filled('secrets') };
    expect(AddConnection.safeParse(body).error).toBeUndefined();
  });

  test('never let an entry pass that the schema refuses', () => {
    const addressLike = fc
      .tuple(fc.constantFrom('https://', 'http://', ''), fc.string())
      .map(([scheme, rest]) => `${scheme}${rest}.example`);
    const entry = fc.oneof(fc.string(), addressLike, fc.uuid(), fc.constantFrom('global', 'germany', 'directBill', ...Object.values(good)));
    fc.assert(
      fc.property(fc.constantFrom(...fieldsOf(kind)), entry, (each, text) => {
        fc.pre(text.trim() !== '');
        return mistakeOf(each, text) !== undefined || schemaOf(kind, each)?.safeParse(text.trim()).success === true;
      }),
      { numRuns: 300 },
    );
  });
});

describe('an entry', () => {
  test('is missing when it is blank, unless it is optional', () => {
    expect(mistakeOf(field('pax8', 'clientId'), '  ')).toBe('missing');
    expect(mistakeOf(field('partnerCenter', 'userPrincipalName'), '')).toBeUndefined();
  });

  test('may have blanks around it, as pasted text has', () => {
    expect(mistakeOf(field('partnerCenter', 'tenantId'), ' 7f3c0000-0000-4000-8000-000000000001\n')).toBeUndefined();
  });

  test('for a tenant id is a GUID, not a domain', () => {
    expect(mistakeOf(field('partnerCenter', 'tenantId'), 'contoso.onmicrosoft.com')).toBe('notGuid');
  });

  test('for a numeric account is digits only', () => {
    expect(mistakeOf(field('tdSynnex', 'accountId'), ' 77001 ')).toBeUndefined();
    expect(mistakeOf(field('tdSynnex', 'accountId'), 'accounts/77001')).toBe('notNumber');
  });

  test('for the cloud is one that Microsoft still runs', () => {
    expect(mistakeOf(field('partnerCenter', 'cloud'), 'china')).toBeUndefined();
    expect(mistakeOf(field('partnerCenter', 'cloud'), 'germany')).toBe('notChoice');
  });

  test.each([
    ['https://api-na.myconnectwise.net', undefined],
    ['https://psa.partner.example/v4_6_release/apis/3.0', undefined],
    ['http://api.pax8.com', 'notAddress'],
    ['api.pax8.com', 'notAddress'],
    ['https://user:key@api.pax8.com', 'notAddress'],
    ['https://api.pax8.com:8443', 'notAddress'],
    ['https://10.0.0.7', 'notAddress'],
    ['https://[::1]/', 'notAddress'],
    ['https://localhost', 'notAddress'],
    ['https://api.pax8.com\\@elsewhere.example', 'notAddress'],
    ['javascript:alert(1)', 'notAddress'],
  ])('for an address: %s is %s', (text, expected) => {
    expect(mistakeOf(field('pax8', 'baseUrl'), text)).toBe(expected);
  });
});
