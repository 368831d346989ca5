import { inflateSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { Pack } from '../pack.ts';
import type { EvidenceRow } from '../row.ts';
import { renderers } from './render.ts';
import { renderApart } from './render-apart.ts';

const names = ['Contoso Ltd', '株式会社コントソ', 'شركة كونتوسو', 'קונטוסו', 'Контосо', '한국 회사', 'คอนโทโซ', 'Ünïcode, "quoted"'];

const row = (customer: string, more: Partial<EvidenceRow> = {}): EvidenceRow => ({
  id: 'dif_01JD0000000000000000000000',
  kind: 'quantity_mismatch_psa',
  state: 'open',
  customer,
  product: 'Exchange Online',
  cause: 'seats_added',
  certainty: 'certain',
  sentence: '25 seats bought, 20 billed.',
  microsoft: '25',
  distributor: null,
  psa: '20',
  impact: '110.1',
  currency: 'USD',
  isCost: false,
  per: 'month',
  period: null,
  invoice: null,
  line: null,
  owner: null,
  dueOn: null,
  tags: [],
  notes: [],
  because: null,
  scope: null,
  mutedUntil: null,
  reason: null,
  decidedBy: null,
  firstSeenAt: '2026-11-21T09:00:00Z',
  ...more,
});

const packOf = (rows: readonly EvidenceRow[]): Pack => ({
  title: 'Differences',
  at: '2026-11-21T09:00:00Z',
  about: [],
  checks: [],
  totals: [],
  invoices: [],
  rows: (async function* () {
    await Promise.resolve();
    yield* rows;
  })(),
});

async function rendered(format: keyof typeof renderers, rows: readonly EvidenceRow[]): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of renderers[format].render(packOf(rows))) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

const sheetOf = (xlsx: Buffer): string =>
  Object.entries(unzipSync(xlsx))
    .filter(([name]) => /sheet2|sharedStrings/.test(name))
    .map(([, bytes]) => Buffer.from(bytes).toString())
    .join('\n');

test('a spreadsheet keeps money as a number while it can hold every digit, and as text when it cannot', async () => {
  const text = sheetOf(await rendered('xlsx', [row('A', { impact: '110.1' }), row('B', { impact: '12345678901234567.89' })]));

  expect(text).toContain('<v>110.1</v>');
  expect(text).toContain('12345678901234567.89');
  expect(text).not.toContain('12345678901234568');
});

test('formula text in a spreadsheet is text, in a CSV it is guarded, and numbers stay numbers', async () => {
  const rows = [row('=HYPERLINK("http://x")', { impact: '-5' })];

  expect(sheetOf(await rendered('xlsx', rows))).not.toContain('<f>');
  const csv = (await rendered('csv', rows)).toString();
  expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(csv).toContain(',-5,');
});

/** Unicode values that the text of a PDF can be copied as: what its fonts' ToUnicode maps name. */
function lettersOf(pdf: Buffer): string {
  return streamsOf(pdf)
    .filter((each) => each.includes('beginbfrange'))
    .flatMap((map) =>
      [...map.matchAll(/<([0-9a-f]{4,8})>(?=[\s\]])/g)].map(([, code = '']) => String.fromCodePoint(Number.parseInt(code, 16))),
    )
    .join('');
}

function streamsOf(pdf: Buffer): readonly string[] {
  return [...pdf.toString('latin1').matchAll(/stream\n([\s\S]*?)\nendstream/g)].flatMap(([, body = '']) => {
    try {
      return [inflateSync(Buffer.from(body, 'latin1')).toString('latin1')];
    } catch {
      return [];
    }
  });
}

test('a name in any script can be read in the PDF, and is the same when it is copied out of it', async () => {
  const pdf = await rendered(
    'pdf',
    names.map((name) => row(name)),
  );
  const letters = new Set(lettersOf(pdf));

  const missing = names
    .filter((name) => /[^\u0000-\u00ff]/.test(name))
    .flatMap((name) => Array.from(name).filter((letter) => letter !== ' ' && !letters.has(letter)));
  expect(missing).toEqual([]);
  expect(pdf.length).toBeLessThan(60_000); // only the letters that are used
});

test('a PDF says so when it draws a name letter by letter, and only then', async () => {
  // Letters of the standard font stand in a page as hexadecimal digits.
  const text = async (name: string): Promise<string> =>
    streamsOf(await rendered('pdf', [row(name)]))
      .flatMap((stream) => [...stream.matchAll(/<([0-9a-f]+)>/g)].map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1')))
      .join('');
  expect(await text('شركة كونتوسو')).toContain('letter by letter');
  expect(await text('קונטוסו')).toContain('letter by letter');
  expect(await text('कोंटोसो')).toContain('letter by letter');
  expect(await text('株式会社コントソ')).not.toContain('letter by letter');
  expect(await text('Contoso Ltd')).not.toContain('letter by letter');
});

describe('on a thread of its own', () => {
  const apart = async (format: 'xlsx' | 'pdf', pack: Pack): Promise<Buffer> =>
    Buffer.concat(await Array.fromAsync(renderApart(format, pack)));

  test.each(['xlsx', 'pdf'] as const)('a %s is the same file, and everything else goes on while it is made', async (format) => {
    const rows = Array.from({ length: 700 }, (_, n) => row(`Customer ${n}`));
    let turns = 0;
    let isOver = false;
    const turn = (): void => {
      turns += 1;
      if (!isOver) setImmediate(turn);
    };
    turn();
    const made = await apart(format, packOf(rows));
    isOver = true;

    expect(turns).toBeGreaterThan(100);
    expect(made.equals(await rendered(format, rows))).toBe(true);
  });

  test('rows that cannot be read any more end it with what went wrong', async () => {
    const rows = (async function* () {
      await Promise.resolve();
      yield row('Contoso Ltd');
      throw new Error('the database is gone');
    })();
    await expect(apart('pdf', { ...packOf([]), rows })).rejects.toThrow('the database is gone');
  });

  test('a thread that ends before its time is a fault that says what to take instead', async () => {
    const broken = { ...row('Contoso Ltd'), notes: null } as unknown as EvidenceRow;
    await expect(apart('xlsx', packOf([broken]))).rejects.toMatchObject({ code: 'export_broke_off', kind: 'retryable' });
  });
});
