import { describe, expect, test } from 'vitest';
import { CommandError } from './command-error.ts';
import { readConnectionFile } from './connection-file.ts';

const pax8 = {
  name: 'Our Pax8',
  settings: { kind: 'pax8', baseUrl: 'https://api.pax8.com/v1', clientId: 'client' },
  secrets: { clientSecret: 'canary-secret' },
};
const partner = {
  name: 'Contoso CSP',
  settings: {
    kind: 'partnerCenter',
    cloud: 'global',
    partnerType: 'directBill',
    tenantId: '7f3c0000-0000-4000-8000-000000000001',
    clientId: 'app',
  },
  secrets: { clientSecret: 'canary-secret', refreshToken: 'canary-token' },
};

function refusalOf(given: unknown): CommandError {
  try {
    readConnectionFile(typeof given === 'string' ? given : JSON.stringify(given));
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
  throw new Error('It was read');
}

describe('a connection file', () => {
  test('may be JSON', () => {
    expect(readConnectionFile(JSON.stringify(pax8))).toEqual(pax8);
  });

  test('may be YAML', () => {
    const text =
      'name: Our Pax8\nsettings:\n  kind: pax8\n  baseUrl: https://api.pax8.com/v1\n  clientId: client\nsecrets:\n  clientSecret: canary-secret\n';
    expect(readConnectionFile(text)).toEqual(pax8);
  });

  test.each([
    ['a tenant that is a domain', { ...partner, settings: { ...partner.settings, tenantId: 'contoso.com' } }, 'settings.tenantId: '],
    ['a missing setting', { ...pax8, settings: { kind: 'pax8', baseUrl: 'https://api.pax8.com' } }, 'settings.clientId: It is missing.'],
    ['a field that there is not', { ...pax8, settings: { ...pax8.settings, clinetId: 'x' } }, 'settings: There is no field "clinetId".'],
    ['no secret', { ...pax8, secrets: {} }, 'secrets.clientSecret: is needed'],
    ['one secret of two', { ...partner, secrets: { refreshToken: 't' } }, 'secrets.clientSecret: is needed'],
    [
      'an address without https',
      { ...pax8, settings: { ...pax8.settings, baseUrl: 'http://api.pax8.com' } },
      'settings.baseUrl: is an address with https://',
    ],
    [
      'the closed German cloud',
      { ...partner, settings: { ...partner.settings, cloud: 'germany' } },
      'settings.cloud: is one of global, usGovernment, china',
    ],
    [
      'another kind',
      { ...pax8, settings: { ...pax8.settings, kind: 'quickbooks' } },
      'settings.kind: is one of partnerCenter, pax8, tdSynnex, ingram, distributorFile, connectWise',
    ],
    ['no name', { ...pax8, name: ' ' }, 'name: It is empty.'],
    ['a number for a client id', { ...pax8, settings: { ...pax8.settings, clientId: 12 } }, 'settings.clientId: It must be text.'],
    ['a secret that is a number', { ...pax8, secrets: { clientSecret: 4711 } }, 'secrets.clientSecret: It must be text.'],
    ['a list', [pax8], 'the file: It must be an object with fields.'],
    ['nothing', '', 'the file: It must be an object with fields.'],
  ])('with %s is refused and the field is named', (_what, given, expected) => {
    const refusal = refusalOf(given);

    expect([refusal.exitCode, refusal.why]).toEqual([2, expect.stringContaining(`  - ${expected}`)]);
    expect(refusal.why).not.toMatch(/Invalid|expected|received|Unrecognized|canary|4711/);
  });

  test.each([
    '{"name": "Our Pax8", "secrets": {"clientSecret": "canary-secret"',
    'secrets: [canary-secret',
    '{"secrets": {"clientSecret": {"canary-secret": 1}}}',
  ])('that cannot be used is never quoted: %s', (text) => {
    const refusal = refusalOf(text);

    expect(`${refusal.message} ${refusal.why ?? ''}`.replace('canary-secret', text.includes('{"canary') ? '' : 'LEAK')).not.toContain(
      'LEAK',
    );
  });
});
