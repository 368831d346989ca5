import { describe, expect, test } from 'vitest';
import { billed, bought, exchange, premium, psaBook, someBooks, source } from '../../../../test/support/some-books.ts';
import type { CustomerBooks } from '../books.ts';
import { toCatalogue } from '../books.ts';
import { compare } from '../compare.ts';
import { causeKey } from './cause-key.ts';

const keysOf = (books: CustomerBooks) => compare(books).findings.map(({ causeKey: key }) => key);
const contoso = someBooks();
const fabrikam = (books: CustomerBooks): CustomerBooks => ({ ...books, customerId: 'another', customerName: 'Fabrikam Inc' });

describe('differences with one cause have one key', () => {
  const unmapped = toCatalogue([], [{ key: premium, state: 'unmapped', serviceRemoteId: undefined }]);
  const withoutMapping = someBooks({ psas: [psaBook([], { catalogue: unmapped })] });

  test('a product that nobody mapped, at two customers', () => {
    expect(keysOf(withoutMapping)).toEqual([expect.stringContaining('service_not_mapped psa CFQ7TTC0LCHC:0002')]);
    expect(keysOf(fabrikam(withoutMapping))).toEqual(keysOf(withoutMapping));
  });

  test('another product, or another PSA, is another cause', () => {
    const other = someBooks({ subscriptions: [bought(1, { key: exchange })], psas: [psaBook([], { catalogue: unmapped })] });
    const elsewhere = someBooks({ psas: [psaBook([], { catalogue: unmapped, source: source('psa-2') })] });

    expect(keysOf(other)).not.toEqual(keysOf(withoutMapping));
    expect(keysOf(elsewhere)).not.toEqual(keysOf(withoutMapping));
  });

  test('a service of the wrong term and a price below cost lie in the service', () => {
    const wrong = someBooks({ lines: [billed(1, { serviceRemoteId: 'premium-1m' })] });
    const cheap = someBooks({ lines: [billed(1, { unitPrice: '15' })] });

    for (const books of [wrong, cheap]) {
      expect(keysOf(books)[0]).toBeDefined();
      expect(keysOf(fabrikam(books))).toEqual(keysOf(books));
    }
  });

  test('seats that one customer added are his own', () => {
    expect(keysOf(someBooks({ lines: [billed(1, { quantity: 20 })] }))).toEqual([undefined]);
    expect(keysOf(contoso)).toEqual([]);
  });
});

test('nothing shared, no key', () => {
  expect(causeKey('seats_added', undefined)).toBeUndefined();
  expect(causeKey('seats_added', [])).toBeUndefined();
  expect(causeKey('price_missing', [undefined, ''])).toBeUndefined();
});
