import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ChainedEvent, type ChainLink, ChainWalk, firstHash, hashEvent } from './chain.ts';
import { readCheckpointLines, writeCheckpointLine } from './checkpoint.ts';

const anEvent = (seq: number, object = `thing ${seq}`): ChainedEvent => ({
  seq,
  eventId: `00000000-0000-7000-8000-${String(seq).padStart(12, '0')}`,
  at: `2026-11-21T10:00:${String(seq % 60).padStart(2, '0')}.000001Z`,
  actor: 'Ana',
  onBehalfOf: null,
  origin: '127.0.0.1',
  action: 'mapping.decided',
  object,
  resellerId: null,
  before: { state: 'suggested' },
  after: { state: 'mapped' },
  reason: null,
  planId: null,
  correlationId: null,
  result: 'done',
});

function aChain(length: number): ChainLink[] {
  const links: ChainLink[] = [];
  let previousHash = firstHash;
  for (let seq = 1; seq <= length; seq += 1) {
    const event = anEvent(seq);
    const hash = hashEvent(previousHash, event);
    links.push({ event, previousHash, hash });
    previousHash = hash;
  }
  return links;
}

const headOf = (links: readonly ChainLink[]) => ({ seq: links.at(-1)?.event.seq ?? 0, hash: links.at(-1)?.hash ?? firstHash });

function verify(links: readonly ChainLink[], head = headOf(links), checkpoints = [headOf(aChain(10))]) {
  const walk = new ChainWalk(checkpoints);
  for (const link of links) walk.step(link);
  return walk.end(head);
}

/** The same chain written anew from some event on: every hash fits, as someone with the database could do it. */
function restamp(links: readonly ChainLink[], change: (event: ChainedEvent) => ChainedEvent): ChainLink[] {
  let previousHash = firstHash;
  return links.map((link, index) => {
    const event = { ...change(link.event), seq: index + 1 };
    const hash = hashEvent(previousHash, event);
    const stamped = { event, previousHash, hash };
    previousHash = hash;
    return stamped;
  });
}

describe('an audit trail whose tampering shows', () => {
  test('an untouched trail is intact', () => {
    expect(verify(aChain(10))).toMatchObject({ intact: true, events: 10, brokenAt: null });
  });

  test('an empty trail is intact', () => {
    expect(verify([], { seq: 0, hash: firstHash }, [])).toMatchObject({ intact: true, events: 0 });
  });

  test.each<[string, (links: ChainLink[]) => ChainLink[], number]>([
    [
      'an edited event',
      (links) => links.map((link) => (link.event.seq === 4 ? { ...link, event: { ...link.event, actor: 'Nobody' } } : link)),
      4,
    ],
    ['a deleted event', (links) => links.filter((link) => link.event.seq !== 4), 4],
    ['two swapped events', (links) => [...links.slice(0, 3), ...links.slice(3, 5).toReversed(), ...links.slice(5)], 4],
    ['an inserted event', (links) => [...links.slice(0, 4), ...aChain(4).slice(3), ...links.slice(4)], 5],
  ])('%s is found where it happened', (_what, tamper, brokenAt) => {
    expect(verify(tamper(aChain(10)), headOf(aChain(10)))).toMatchObject({ intact: false, brokenAt });
  });

  test('a cut tail is found by the head', () => {
    expect(verify(aChain(7), headOf(aChain(10)))).toMatchObject({ intact: false, brokenAt: 8 });
  });

  test('a cut tail with a head that was cut along is found by a checkpoint outside the database', () => {
    expect(verify(aChain(7))).toMatchObject({ intact: false, brokenAt: 8 });
  });

  test('a trail that was written anew whole is found by a checkpoint outside the database', () => {
    const forged = restamp(aChain(10), (event) => ({ ...event, actor: 'Somebody else' }));

    expect(verify(forged)).toMatchObject({ intact: false, brokenAt: 10 });
  });

  test('no single changed field of any event goes unnoticed', () => {
    const fields = ['actor', 'action', 'object', 'reason', 'result', 'at'] as const;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.constantFrom(...fields), fc.string({ minLength: 1 }), (seq, field, value) => {
        const links = aChain(10).map((link) =>
          link.event.seq === seq && link.event[field] !== value ? { ...link, event: { ...link.event, [field]: value } } : link,
        );
        const isChanged = links.some((link, index) => link.event[field] !== aChain(10)[index]?.event[field]);
        return verify(links).intact === !isChanged;
      }),
      { numRuns: 100 },
    );
  });

  test('the order of fields and of JSON keys does not matter, as the database may change it', () => {
    const event = anEvent(1);

    expect(hashEvent(firstHash, { ...event, after: { b: 1, a: [2, 3] } })).toBe(
      hashEvent(firstHash, { ...event, after: { a: [2, 3], b: 1 } }),
    );
  });
});

describe('checkpoints beside the database', () => {
  const key = Buffer.from('a key that is not in the database');
  const line = writeCheckpointLine({ seq: 10, hash: 'ab'.repeat(32) }, '2026-11-21T10:00:00Z', key);

  test('a signed line is read back', () => {
    expect(readCheckpointLines([line, ''], key)).toEqual({ checkpoints: [{ seq: 10, hash: 'ab'.repeat(32) }], forged: 0 });
  });

  test.each([
    ['another number', line.replace('10 ', '11 ')],
    ['another head', line.replace('abab', 'acab')],
    ['another time', line.replace('10:00', '11:00')],
    ['no signature', line.split(' ').slice(0, 3).join(' ')],
    ['rubbish', 'rubbish'],
  ])('a line with %s does not count', (_what, forged) => {
    expect(readCheckpointLines([forged], key)).toEqual({ checkpoints: [], forged: 1 });
  });

  test('a line signed with another key does not count', () => {
    expect(readCheckpointLines([line], Buffer.from('another key'))).toMatchObject({ checkpoints: [], forged: 1 });
  });
});
