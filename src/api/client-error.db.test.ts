import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { aServer } from '../../test/support/serve.ts';
import { Problem } from '../contract/problem.ts';

const { url, server } = await aServer();
const { hostname, port } = new URL(url);

/** Bytes as they are; answers what comes back until the server closes. */
async function raw(text: string) {
  const socket = connect(Number(port), hostname);
  let got = '';
  socket.on('data', (data) => (got += data.toString()));
  socket.write(text);
  await once(socket, 'close');
  const [head = '', body = ''] = got.split('\r\n\r\n');
  return { head, problem: Problem.parse(JSON.parse(body)) };
}

test.each([
  [
    'headers of 100 kB',
    `GET /api/v1/me HTTP/1.1\r\nHost: x\r\nCookie: ${'a'.repeat(100_000)}\r\n\r\n`,
    431,
    'Request Header Fields Too Large',
    'headers_too_large',
  ],
  ['a request line that is none', 'HELLO\r\n\r\n', 400, 'Bad Request', 'malformed'],
  ['a method that does not exist', 'BREW /api/v1/me HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'Bad Request', 'malformed'],
  [
    'two lengths',
    'POST /api/v1/people HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}',
    400,
    'Bad Request',
    'malformed',
  ],
  ['a header with a line break inside', 'GET / HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n', 400, 'Bad Request', 'malformed'],
  ['TLS on the plain port', '\u0016\u0003\u0001\u0002\u0000\u0001', 400, 'Bad Request', 'malformed'],
])('%s is answered with a problem', async (_what, text, status, words, code) => {
  const { head, problem } = await raw(text);

  expect(head.split('\r\n')[0]).toBe(`HTTP/1.1 ${status} ${words}`);
  expect(head).toMatch(/^Content-Type: application\/problem\+json/m);
  expect(head).toContain(`Request-Id: ${problem.requestId}`);
  expect(problem).toMatchObject({ status, code, type: `/docs/errors/${code.replaceAll('_', '-')}`, retryable: false });
});

test('a request that never arrives whole is told so, and may be sent again', () => {
  // Node looks for slow requests twice a minute; too slow for a test, so its error is handed in.
  const [accepted] = server.server.listeners('clientError') as ((error: Error, socket: unknown) => void)[];
  expect(accepted).toBeDefined();
  let got = '';
  const slow = { writable: true, end: (text: string) => (got = text), destroy: () => undefined };
  accepted?.(Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), slow);

  expect(got).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
  expect(Problem.parse(JSON.parse(got.split('\r\n\r\n')[1] ?? ''))).toMatchObject({ code: 'request_timeout', retryable: true });
});
