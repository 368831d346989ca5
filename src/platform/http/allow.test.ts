import { describe, expect, test } from 'vitest';
import { createAllowList } from './allow.ts';
import { ownHost, publicHosts } from './hosts.ts';

const production = createAllowList({ hosts: publicHosts });
const trial = createAllowList({ hosts: publicHosts, sandbox: 'http://127.0.0.1:8090' });
const refusal = expect.objectContaining({ code: 'remote_host_refused', kind: 'permanent' }) as Error;

describe('in production', () => {
  test.each([
    ['https://api.partnercenter.microsoft.com/v1/customers?size=500', 'partner-center'],
    ['https://login.microsoftonline.us/tenant/oauth2/token', 'entra'],
    ['https://account1.blob.core.windows.net/container/part.json.gz?sig=x', 'blob'],
    ['https://webservices24.autotask.net/ATServicesRest/V1.0/Contracts', 'autotask'],
    ['https://northwind.halopsa.com/api/tickets', 'halopsa'],
    ['https://API.PAX8.com/v1/companies', 'pax8'],
  ])('%s is reached as it is', (url, remote) => {
    expect(production.target(url)).toMatchObject({ url: new URL(url).href, rule: { remote }, mayBeLocal: false });
  });

  test.each([
    'http://api.pax8.com/v1',
    'https://api.pax8.com:8443/v1',
    'https://api.pax8.com@evil.example/v1',
    'https://user:word@api.pax8.com/v1',
    'https://api.pax8.com.evil.example/v1',
    'https://evil.example/api.pax8.com/v1',
    'https://api.pax8.com./v1',
    'https://api.pax8.com/v1#part',
    'https://api-pax8.com/v1',
    'https://аpi.pax8.com/v1', // a Cyrillic letter
    'https://127.0.0.1/v1',
    'https://2130706433/v1',
    'https://0x7f.1/v1',
    'https://[::1]/v1',
    'https://[::ffff:169.254.169.254]/latest/meta-data',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/v1',
    'https://x.y.halopsa.com/api',
    'https://halopsa.com/api',
    'https://evil.blob.core.windows.net.example/x',
    'ftp://api.pax8.com/v1',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https:\\\\api.pax8.com\\v1',
    'https://api.pax8.com/v1\r\nHost: evil.example',
    '//api.pax8.com/v1',
    '/v1/companies',
    '',
    'http://127.0.0.1:8090/api.pax8.com/v1',
  ])('%j is refused, and nothing is sent', (url) => {
    expect(() => production.target(url)).toThrow(refusal);
  });

  test('a host that an administrator entered is reached, and only for what it was entered', () => {
    const own = createAllowList({ hosts: [...publicHosts, ownHost('connectwise', 'psa.northwind.example')] });

    expect(own.target('https://psa.northwind.example/v4_6_release/apis/3.0/company')).toMatchObject({ rule: { remote: 'connectwise' } });
    expect(() => own.target('https://psaxnorthwind.example/')).toThrow(refusal);
  });
});

describe('in the trial profile', () => {
  test('every real host is found below the sandbox', () => {
    expect(trial.target('https://api.pax8.com/v1/companies?page=1&size=200')).toMatchObject({
      url: 'http://127.0.0.1:8090/api.pax8.com/v1/companies?page=1&size=200',
      host: 'api.pax8.com',
      mayBeLocal: true,
    });
  });

  test('a link that the sandbox gave out with its prefix is the real one', () => {
    expect(trial.real('http://127.0.0.1:8090/graph.microsoft.com/v1.0/x?$skip=1').href).toBe('https://graph.microsoft.com/v1.0/x?$skip=1');
  });

  test.each([
    'http://127.0.0.1:8090/_control/credentials',
    'http://127.0.0.1:8090/',
    'http://127.0.0.1:9999/api.pax8.com/v1',
    'https://evil.example/v1',
    'http://127.0.0.1:8090/evil.example/v1',
  ])('%s is refused all the same', (url) => {
    expect(() => trial.target(url)).toThrow(refusal);
  });
});
