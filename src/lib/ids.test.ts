import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromPublicId, toPublicId, uuidV7 } from './ids.ts';

const latest = 2 ** 48 - 1;
const time = fc.integer({ min: 0, max: latest });
const random = fc.uint8Array({ minLength: 16, maxLength: 16 });
const id = fc.tuple(time, random).map(([ms, bytes]) => uuidV7(ms, bytes));
const anyUuid = fc.uuid();
const sort = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

describe('ids made here', () => {
  test('follow the example of RFC 9562, appendix A.6', () => {
    // 2022-02-22T19:22:22Z, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F
    const bytes = Uint8Array.from([0, 0, 0, 0, 0, 0, 0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);

    expect(uuidV7(0x017f22e279b0, bytes)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  test('are version 7, variant 10, lower case', () => {
    fc.assert(
      fc.property(id, (uuid) => {
        expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      }),
    );
  });

  test('sort by the time they were made', () => {
    fc.assert(
      fc.property(time, time, random, random, (one, other, a, b) => {
        fc.pre(one !== other);

        expect(sort(uuidV7(one, a), uuidV7(other, b))).toBe(Math.sign(one - other));
      }),
    );
  });

  test('keep every random bit that the version leaves', () => {
    const zeros = uuidV7(0, new Uint8Array(16));
    const ones = uuidV7(0, new Uint8Array(16).fill(0xff));

    expect(zeros).toBe('00000000-0000-7000-8000-000000000000');
    expect(ones).toBe('00000000-0000-7fff-bfff-ffffffffffff');
  });

  test('made from too little chance are refused or still whole', () => {
    expect(uuidV7(latest, new Uint8Array(0))).toBe('ffffffff-ffff-7000-8000-000000000000');
  });
});

describe('ids that people and programs see', () => {
  test.each([
    ['cus', '00000000-0000-0000-0000-000000000000', 'cus_00000000000000000000000000'],
    ['cus', '00000000-0000-0000-0000-00000000001f', 'cus_0000000000000000000000000Z'],
    ['sub', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'sub_7ZZZZZZZZZZZZZZZZZZZZZZZZZ'],
  ])('%s of %s is %s', (prefix, uuid, text) => {
    expect(toPublicId(prefix, uuid)).toBe(text);
    expect(fromPublicId(prefix, text)).toBe(uuid);
  });

  test('lead back to the same id', () => {
    fc.assert(
      fc.property(fc.oneof(anyUuid, id), fc.constantFrom('cus', 'plan', 'x'), (uuid, prefix) => {
        expect(fromPublicId(prefix, toPublicId(prefix, uuid))).toBe(uuid);
      }),
    );
  });

  test('sort as the ids inside do, so that a list by id looks the same from outside', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyUuid, id), { maxLength: 30 }), (uuids) => {
        const inside = uuids.toSorted(sort).map((uuid) => toPublicId('cus', uuid));
        const outside = uuids.map((uuid) => toPublicId('cus', uuid)).toSorted(sort);

        expect(outside).toEqual(inside);
      }),
    );
  });

  test('are 26 letters and digits without I, L, O and U, which people mix up with 1, 0 and V', () => {
    fc.assert(
      fc.property(anyUuid, (uuid) => {
        expect(toPublicId('sub', uuid)).toMatch(/^sub_[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
      }),
    );
  });

  test('may be typed in lower case', () => {
    const text = toPublicId('dif', '017f22e2-79b0-7cc3-98c4-dc0c0c07398f');

    expect(fromPublicId('dif', `dif_${text.slice(4).toLowerCase()}`)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  const good = toPublicId('cus', '017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  test.each([
    ['empty', ''],
    ['the prefix alone', 'cus_'],
    ['another kind', good.replace('cus_', 'sub_')],
    ['the prefix in capitals', good.replace('cus_', 'CUS_')],
    ['the plain UUID', '017f22e2-79b0-7cc3-98c4-dc0c0c07398f'],
    ['one letter short', good.slice(0, -1)],
    ['one letter long', `${good}0`],
    ['more than 128 bits', 'cus_80000000000000000000000000'],
    ['a letter that does not occur', good.replace(/.$/, 'U')],
    ['a space', good.replace(/.$/, ' ')],
    ['a prefix in front', `x${good}`],
    ['a quote', `cus_${"'".repeat(26)}`],
  ])('%s is no customer id', (_what, text) => {
    expect(fromPublicId('cus', text)).toBeUndefined();
  });

  test('every text is either refused or exactly one id', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ minLength: 26, maxLength: 26 }).map((text) => `cus_${text}`),
        ),
        (text) => {
          const uuid = fromPublicId('cus', text);

          if (uuid !== undefined) expect(toPublicId('cus', uuid)).toBe(`cus_${text.slice(4).toUpperCase()}`);
        },
      ),
    );
  });
});
