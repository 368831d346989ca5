import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { uuidV7 } from '../lib/ids.ts';
import { type IdKind, idOf, idPrefixes, idSchema, ownReseller, publicId } from './ids.ts';

const kinds = Object.keys(idPrefixes) as IdKind[];
const uuid = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 48 - 1 }), fc.uint8Array({ minLength: 16, maxLength: 16 }))
  .map(([ms, random]) => uuidV7(ms, random));

describe('the ids of things', () => {
  test('have a prefix of their own: an id never fits two kinds', () => {
    expect(new Set(Object.values(idPrefixes)).size).toBe(kinds.length);
  });

  test.each(kinds.map((kind) => [kind, idPrefixes[kind]] as const))('of a %s begin with %s_', (kind, prefix) => {
    const text = publicId(kind, '017f22e2-79b0-7cc3-98c4-dc0c0c07398f');

    expect(text).toMatch(new RegExp(`^${prefix}_[0-9A-Z]{26}$`));
    expect(idSchema(kind).parse(text)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  test('go out and come back as the same', () => {
    fc.assert(
      fc.property(uuid, fc.constantFrom(...kinds), (id, kind) => {
        expect(idSchema(kind).parse(publicId(kind, id))).toBe(id);
      }),
    );
  });

  test('of one kind are refused for every other kind, with a sentence that says which was wanted', () => {
    const id = '017f22e2-79b0-7cc3-98c4-dc0c0c07398f';
    for (const wanted of kinds) {
      for (const given of kinds.filter((kind) => kind !== wanted)) {
        const result = idSchema(wanted).safeParse(publicId(given, id));
        expect(result.error?.issues[0]?.message).toBe(`is not a ${wanted} id (${idPrefixes[wanted]}_...)`);
      }
    }
  });

  test.each(['', 'cus_', '017f22e2-79b0-7cc3-98c4-dc0c0c07398f', "cus_'; drop table customer; --", 'cus_ZZZZZZZZZZZZZZZZZZZZZZZZZZ'])(
    '%j does not get in as a customer',
    (text) => {
      expect(idSchema('customer').safeParse(text).success).toBe(false);
    },
  );

  test.each(['', 'cus_01JD0000000000000000000000', '017F22E2-79B0-7CC3-98C4-DC0C0C07398F', 'null'])(
    '%j is not taken for a stored id',
    (text) => {
      expect(() => idOf('customer', text)).toThrow('Not an id');
    },
  );

  test('the partner himself has the id that the migrations gave him', () => {
    expect(idOf('reseller', ownReseller)).toBe('00000000-0000-7000-8000-000000000001');
  });
});
