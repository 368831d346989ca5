import { describe, expect, it } from 'vitest';
import { isOfClass, notCalled } from './called.ts';

describe('a call beside a sample', () => {
  it('is of its class with the same words around other ids', () => {
    expect(isOfClass('/v1/customers/{customer-id}/carts?x=1', '/v1/customers/0c39d6d5-c70d/carts')).toBe(true);
    expect(isOfClass('/company/companies/{id}', '/v4_6_release/apis/3.0/company/companies/7')).toBe(true);
    expect(
      isOfClass(
        "https://api.partner.microsoft.com/v1.0/sales/fxrates(Month='201909')/$value",
        "/v1.0/sales/fxrates(Month='202610')/$value",
      ),
    ).toBe(true);
    expect(isOfClass('/v1/products/{id}/skus', '/v1/products/CFQ7TTC0LH18')).toBe(false);
    expect(isOfClass('/v1/products/{id}', '/v1/products/CFQ7TTC0LH18/skus')).toBe(false);
  });

  it('has its verb and status too', () => {
    const sample = { name: 'x/a.response.json', method: 'POST', path: '/v1/customers', status: 201 };
    const call = { seq: 1, method: 'POST', path: '/v1/customers', status: 201 };
    expect(notCalled(sample, [call])).toEqual([]);
    expect(notCalled(sample, [{ ...call, status: 400 }])).toHaveLength(1);
    expect(notCalled(sample, [{ ...call, method: 'GET' }])).toHaveLength(1);
    expect(notCalled({ ...sample, path: '{partner callback url}' }, [])).toEqual([]);
  });
});
