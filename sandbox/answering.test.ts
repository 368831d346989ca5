import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FaultInput } from './faults/read-rules.ts';
import { json, type Remote } from './remote.ts';
import { type SandboxServer, serve } from './server.ts';
import { Stage } from './stage.ts';

let carriedOut = 0;

async function* parts(): AsyncGenerator<Uint8Array> {
  for (let part = 0; part < 5; part += 1) {
    await Promise.resolve();
    yield Buffer.from(`{"part":${String(part)}}\n`);
  }
}
const all = '{"part":0}\n{"part":1}\n{"part":2}\n{"part":3}\n{"part":4}\n';

/** A remote with a short answer and a long one. */
const remote: Remote = {
  name: 'plain',
  hosts: ['plain.example'],
  handle: ({ path }) => {
    carriedOut += 1;
    return path === '/long' ? { status: 200, headers: { 'content-type': 'text/plain' }, stream: parts() } : json(200, { name: 'short' });
  },
};

const stage = new Stage({ seed: 1, scale: 10, startsAt: '2026-11-21T10:00:00Z', real: () => 0 }, [remote]);
let server: SandboxServer;
beforeAll(async () => {
  server = await serve(stage, { port: 0, host: '127.0.0.1' }, () => undefined);
});
afterAll(async () => {
  await server.close();
  await stage.close();
});
beforeEach(() => {
  stage.faults.clear();
  carriedOut = 0;
});

const plant = (effect: unknown): void => {
  stage.faults.add(FaultInput.parse({ id: 'one', match: { remote: 'plain' }, do: effect }));
};
const ask = (path: string, withinMs = 5000): Promise<Response> =>
  fetch(`${server.url}/plain.example${path}`, { signal: AbortSignal.timeout(withinMs) });

describe('a rule and a long answer', () => {
  test('nothing is in the way without a rule', async () => {
    const answer = await ask('/long');

    expect([await answer.text(), answer.headers.get('x-sim-rule')]).toEqual([all, null]);
  });

  test('a body of the rule takes its place', async () => {
    plant({ bodyMutation: 'bom', body: { other: true } });

    expect(new Uint8Array(await (await ask('/long')).arrayBuffer())).toEqual(
      new Uint8Array([0xef, 0xbb, 0xbf, ...Buffer.from('{"other":true}')]),
    );
  });

  test('half of it, named in the answer', async () => {
    plant({ bodyMutation: 'truncate' });
    const answer = await ask('/long');

    expect(answer.headers.get('x-sim-rule')).toBe('one');
    expect(await answer.text()).toBe(all.slice(0, Math.floor(all.length / 2)));
  });

  test('it drips', async () => {
    plant({ dripBytesPerSecond: 200 });
    const beganMs = performance.now();

    expect(await (await ask('/long')).text()).toBe(all);
    expect(performance.now() - beganMs).toBeGreaterThan(200);
  });

  test('it breaks off', async () => {
    plant({ cutAfterBytes: 20 });

    await expect(ask('/long').then((answer) => answer.text())).rejects.toThrow();
  });
});

describe('whether a call is carried out', () => {
  test.each<[unknown, number]>([
    [{ status: 500 }, 0],
    [{ resetBefore: true }, 0],
    [{ neverAnswer: true }, 0],
    [{ resetAfterProcessing: true }, 1],
    [{ neverAnswer: 'afterProcessing' }, 1],
    [{ status: 502, resetAfterProcessing: true }, 1],
    [{ status: 201, bodyMutation: 'addField' }, 1],
    [{ delayBefore: 5, delayAfter: 5 }, 1],
    [{ cutAfterBytes: 3 }, 1],
  ])('%j', async (effect, times) => {
    plant(effect);
    await ask('/short', 500)
      .then((answer) => answer.text())
      .catch(() => undefined);

    expect(carriedOut).toBe(times);
    expect(stage.calls.latest(1)).toMatchObject([{ outcome: times === 0 ? 'notProcessed' : 'processed', rules: ['one'] }]);
  });

  test('every answer names all rules that touched it', async () => {
    plant({ delayBefore: 1 });
    stage.faults.add({ id: 'two', match: {}, do: { headers: { 'x-more': 'yes' } } });
    const answer = await ask('/short');

    expect([answer.headers.get('x-sim-rule'), answer.headers.get('x-more'), await answer.json()]).toEqual([
      'one,two',
      'yes',
      { name: 'short' },
    ]);
  });
});
