import { describe, expect, test } from 'vitest';
import { ProblemList } from '../problem.ts';
import { AccountCheck, type SeenAccount } from './accounts.ts';

const seen = (some: Partial<SeenAccount> = {}): SeenAccount => ({
  partnerId: 'tenant-a',
  invoice: 'G1',
  currency: 'EUR',
  line: 2,
  ...some,
});

function check(partner: string | undefined, accounts: readonly SeenAccount[]): { used: boolean[]; problems: ProblemList } {
  const accountCheck = new AccountCheck(partner);
  const used = accounts.map((account) => accountCheck.see(account, 'recon.csv'));
  const problems = new ProblemList();
  accountCheck.tell(problems);
  return { used, problems };
}

describe('whose lines these are', () => {
  test('one account and one invoice need no word', () => {
    expect(check('TENANT-A', [seen(), seen({ line: 9 })])).toMatchObject({ used: [true, true], problems: { problems: [] } });
    expect(check(undefined, [seen(), seen({ invoice: '' })]).problems.problems).toEqual([]);
  });

  test('another partner than was said is refused, both tenants named', () => {
    const { used, problems } = check('tenant-b', [seen({ invoice: 'G7', currency: 'XQZ' }), seen({ partnerId: 'tenant-b', line: 40 })]);

    expect(used).toEqual([false, true]);
    expect(problems.problems).toEqual([
      expect.objectContaining({
        code: 'partner_wrong',
        file: 'recon.csv',
        line: 2,
        column: 'PartnerId',
        message: 'The lines are of partner tenant tenant-a, not of tenant-b; they were not used.',
        partial: true,
      }),
    ]);
  });

  test('lines that name no partner are not taken for another one', () => {
    expect(check('tenant-a', [seen({ partnerId: '' })])).toMatchObject({ used: [true], problems: { problems: [] } });
  });

  test('two partners in one export are said when nobody asked for one', () => {
    expect(check(undefined, [seen(), seen({ partnerId: 'tenant-b', line: 7 })]).problems.problems).toEqual([
      expect.objectContaining({
        code: 'partners_mixed',
        line: 7,
        message: expect.stringMatching(/tenant-a before, tenant-b from here/) as string,
      }),
    ]);
  });

  test('files of two months in one export are named by their invoices, with the line where the second begins', () => {
    const { problems, used } = check(undefined, [seen(), seen({ invoice: 'G2', line: 51 })]);

    expect(used).toEqual([true, true]);
    expect(problems.problems).toEqual([
      expect.objectContaining({
        code: 'invoices_mixed',
        line: 51,
        column: 'InvoiceNumber',
        partial: true,
        message: expect.stringMatching(/G1 before, G2/) as string,
      }),
    ]);
  });

  test('a currency that does not exist is named, in whatever case; its lines are used', () => {
    expect(check(undefined, [seen({ currency: 'eur' })]).problems.problems).toEqual([]);
    const { problems, used } = check(undefined, [seen({ currency: 'XQZ', line: 5 })]);
    expect(used).toEqual([true]);
    expect(problems.problems).toEqual([expect.objectContaining({ code: 'currency_unknown', line: 5, column: 'Currency', partial: false })]);
  });

  test('a file of rubbish does not fill the memory with names', () => {
    expect(
      check(
        undefined,
        Array.from({ length: 1000 }, (_, at) => seen({ invoice: `G${at}` })),
      ).problems.problems.length,
    ).toBeLessThan(60);
  });
});
