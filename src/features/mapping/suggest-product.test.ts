import { describe, expect, test } from 'vitest';
import { type ProductFacts, readKey, type ServiceFacts, suggestService } from './suggest-product.ts';

const product = (more: Partial<ProductFacts> = {}): ProductFacts => ({
  key: { productId: 'CFQ7TTC0LCHC', skuId: '0002', term: 'P1Y', frequency: 'monthly' },
  name: 'Microsoft 365 Business Premium',
  hasSisters: false,
  lines: new Map(),
  ...more,
});
const service = (remoteId: string, microsoftKey: string | null, name = 'Licences'): ServiceFacts => ({
  remoteId,
  code: `S-${remoteId}`,
  name,
  microsoftKey,
});

test.each([
  ['CFQ7TTC0LCHC:0002:P1Y:Monthly', { productId: 'CFQ7TTC0LCHC', skuId: '0002', term: 'P1Y', frequency: 'monthly' }],
  ['cfq7ttc0lchc/0002 p1m yearly', { productId: 'CFQ7TTC0LCHC', skuId: '0002', term: 'P1M', frequency: 'annual' }],
  ['CFQ7TTC0LCHC:0002', { productId: 'CFQ7TTC0LCHC', skuId: '0002' }],
  ['M365BP', undefined],
  [null, undefined],
])('the key %j of a service is read', (text, expected) => {
  expect(readKey(text)).toEqual(expected);
});

describe('a product', () => {
  test('with a service of the same product, SKU, term and frequency is mapped', () => {
    const services = [service('1', 'CFQ7TTC0LCHC:0002:P1M:Monthly'), service('2', 'CFQ7TTC0LCHC:0002:P1Y:Monthly')];

    expect(suggestService(product(), services)).toMatchObject({ state: 'mapped', how: 'microsoftKey', targetId: '2' });
  });

  test('with two services of the same key is a conflict', () => {
    const services = [service('1', 'CFQ7TTC0LCHC:0002:P1Y:Monthly'), service('2', 'cfq7ttc0lchc:0002:p1y:monthly')];

    expect(suggestService(product(), services)).toMatchObject({ state: 'conflict', targetId: null });
  });

  test('whose service names no term is mapped only when no other term is in use', () => {
    const services = [service('1', 'CFQ7TTC0LCHC:0002')];

    expect(suggestService(product(), services)).toMatchObject({ state: 'mapped', how: 'sku' });
    expect(suggestService(product({ hasSisters: true }), services)).toMatchObject({ state: 'suggested', how: 'sku', targetId: null });
  });

  test('without a key is suggested from the lines that exist', () => {
    const found = suggestService(
      product({
        lines: new Map([
          ['1', 9],
          ['2', 1],
        ]),
      }),
      [service('1', null), service('2', null)],
    );

    expect(found).toMatchObject({
      state: 'suggested',
      how: 'agreementLines',
      evidence: ['9 of 10 agreement lines of this product use it'],
    });
  });

  test('whose lines disagree is a conflict', () => {
    expect(
      suggestService(
        product({
          lines: new Map([
            ['1', 3],
            ['2', 2],
          ]),
        }),
        [service('1', null), service('2', null)],
      ),
    ).toMatchObject({
      state: 'conflict',
    });
  });

  test('is not drawn to a service of another term by a line that was booked wrongly', () => {
    expect(suggestService(product({ lines: new Map([['1', 4]]) }), [service('1', 'CFQ7TTC0LCHC:0002:P1M:Monthly')])).toMatchObject({
      state: 'unmapped',
    });
  });

  test('with a service of the same name is suggested, never mapped', () => {
    expect(suggestService(product(), [service('1', null, 'microsoft 365 BUSINESS premium')])).toMatchObject({
      state: 'suggested',
      how: 'exactName',
    });
  });

  test('that nothing speaks for stays unmapped', () => {
    expect(suggestService(product(), [service('1', 'CFQ7TTC0LDPB:0001:P1Y:Monthly', 'Visio')])).toMatchObject({
      state: 'unmapped',
      candidates: [],
    });
  });
});
