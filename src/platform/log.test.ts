import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { Fault } from '../lib/errors.ts';
import { createLog, maskText } from './log.ts';
import { maskUrl } from './mask.ts';

function aLog(level: 'debug' | 'info' = 'debug') {
  const lines: string[] = [];
  const log = createLog({ level, to: { write: (line: string) => lines.push(line) } });
  return { log, lines, parsed: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

/** Secrets of many kinds, each in the place where it might slip in. */
const canaries: Record<string, string> = {
  clientSecret: 'CANARY8Q~clientsecret.value',
  certificateKey: 'CANARYMIIEvQIBADANBgkqhkiG9w0BAQEFAASC',
  refreshToken: '0.AXCANARYrefreshtokenvalue',
  accessToken: 'eyJCANARYaaaa.eyJCANARYbbbbbb.CANARYsignature',
  idToken: 'eyJCANARYiiii.eyJCANARYdddddd.CANARYsign2',
  apiKey: 'concord_live_CANARYapikeyvalue1234567890',
  cookie: 'CANARYcookievalue',
  webhookSecret: 'CANARYwhsec',
  psaPrivateKey: 'CANARYprivatekey',
  distributorSecret: 'CANARYdistsecret',
  sas: 'CANARYsig%2Fvalue',
  password: 'CANARYpassw0rd!',
  totpSeed: 'CANARYJBSWY3DPEHPK3PXP',
  masterKey: 'CANARYmasterkey',
};

describe('a log line', () => {
  test('carries what is on the list and nothing else', () => {
    const { log, parsed } = aLog();
    log.info({ remote: 'pax8', status: 429, body: 'x', headers: { a: 1 }, unknownField: 5 }, 'A call ended');

    expect(parsed()[0]).toMatchObject({ level: 'info', remote: 'pax8', status: 429, msg: 'A call ended' });
    expect(Object.keys(parsed()[0] ?? {}).sort()).toEqual(['level', 'msg', 'remote', 'status', 'time']);
  });

  test('tells a fault with its code, kind, facts and causes', () => {
    const { log, parsed } = aLog();
    const fault = new Fault('disk_full', 'needs_operator', 'The disk is full', { hint: 'Free some space.' }, new Error('ENOSPC'));
    log.error({ fault, jobId: 'j1' }, 'It stopped');

    expect(parsed()[0]).toMatchObject({
      fault: { code: 'disk_full', kind: 'needs_operator', hint: 'Free some space.', cause: { message: 'ENOSPC' } },
      jobId: 'j1',
    });
  });

  test('below the level is not written', () => {
    const { log, lines } = aLog('info');
    log.debug({}, 'detail');

    expect(lines).toEqual([]);
  });

  test('of a log made for one thing carries that thing', () => {
    const { log, parsed } = aLog();
    log.with({ connectionId: 'c1' }).with({ jobId: 'j1' }).warn({ count: 3 }, 'Some are missing');

    expect(parsed()[0]).toMatchObject({ connectionId: 'c1', jobId: 'j1', count: 3 });
  });

  test('that cannot be written stops nothing', () => {
    const full = new Writable({
      write: (_chunk, _encoding, done) => {
        done(new Error('ENOSPC'));
      },
    });
    const log = createLog({ to: full });

    expect(() => {
      log.info({}, 'one');
      log.info({}, 'two');
    }).not.toThrow();
  });
});

test('no secret of any kind reaches the log, wherever it hides, in whatever form', () => {
  const { log, lines } = aLog();
  for (const secret of Object.values(canaries)) {
    log.info({ secret, password: secret, authorization: secret, headers: { cookie: secret }, body: secret }, 'unlisted fields');
    log.info({ url: `https://a.blob.core.windows.net/f?sv=1&sig=${secret}&code=${secret}&access_token=${secret}` }, 'an address');
    log.info({ reason: `refresh_token=${secret}&client_secret=${secret}` }, `grant password=${secret}`);
    log.error({ error: new Error(`answered {"access_token":"${secret}","refresh_token": "${secret}"}`) }, 'a quoted body');
    log.error(
      { fault: new Fault('x', 'permanent', `Authorization: Bearer ${secret}`, { detail: secret, hint: `token=${secret}` }) },
      'a fault',
    );
    log.debug({ error: new Error('outer', { cause: new Error(`Basic ${Buffer.from(`me:${secret}`).toString('base64')}`) }) }, 'a cause');
  }

  const all = lines.join('\n');
  const forms = Object.values(canaries).flatMap((secret) => {
    const bytes = Buffer.from(secret);
    return [
      secret,
      bytes.toString('base64'),
      bytes.toString('base64url'),
      bytes.toString('hex'),
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
    ];
  });
  expect(forms.filter((form) => all.includes(form))).toEqual([]);
  expect(all).not.toContain('CANARY');
});

test.each([
  ['Bearer abcdefghijkl', '(masked)'],
  ['eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl', '(masked)'],
  ['x sig=abc%2F&y=1', 'x (masked)&y=1'],
  ['{"password": "p w"}', '{(masked)}'],
  ['called with concord_sbx_Ab1-_2 today', 'called with (masked) today'],
  ['nothing secret: signature of 2026', 'nothing secret: signature of 2026'],
])('in "%s" the secret is masked', (text, masked) => {
  expect(maskText(text)).toBe(masked);
});

test('an address is written without name, password and secret parameters', () => {
  expect(maskUrl('https://me:pw@host.example/path?page=2&SIG=abc&token=x')).toBe(
    'https://host.example/path?page=2&SIG=masked&token=masked',
  );
  expect(maskUrl('not an address')).toBe('(unreadable address)');
});
