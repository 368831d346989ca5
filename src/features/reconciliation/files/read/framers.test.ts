import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CsvFramer } from './csv-framer.ts';
import { Fields, type WantedColumn } from './fields.ts';
import { JsonFramer } from './json-framer.ts';
import { eachRecord } from './records.ts';

type Read = { rows: string[][]; bad: string[]; missing: string[] };
const columns: readonly WantedColumn[] = [
  { name: 'SubscriptionId' },
  { name: 'Subtotal' },
  { name: 'Tier2MpnId', also: ['ResellerMpnId'] },
];

async function read(format: 'json' | 'csv', pieces: readonly Buffer[], wanted = columns): Promise<Read> {
  const result: Read = { rows: [], bad: [], missing: [] };
  const fields = new Fields(wanted.length);
  const options = {
    columns: wanted,
    fields,
    onRecord: () => result.rows.push(wanted.map((_, column) => fields.text(column))),
    onBad: (line: number, message: string) => result.bad.push(`${line}: ${message}`),
    onFirst: (missing: readonly WantedColumn[]) => (result.missing = missing.map(({ name }) => name)),
  };
  async function* content() {
    for (const piece of pieces) yield await Promise.resolve(piece);
  }
  await eachRecord(content(), format === 'json' ? new JsonFramer(options) : new CsvFramer(options));
  return result;
}

const cut = (text: string, sizes: readonly number[]): Buffer[] => {
  const bytes = Buffer.from(text);
  const pieces: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    if (at >= bytes.length) break;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  if (at < bytes.length) pieces.push(bytes.subarray(at));
  return pieces;
};
const whole = (text: string): Buffer[] => [Buffer.from(text)];

// Everything that JSON or CSV treats specially, half a surrogate pair included. (A unit of all of Unicode takes seconds to set up.)
const unit = fc.constantFrom(
  'a',
  '7',
  '"',
  '\\',
  '/',
  ',',
  ':',
  '{',
  '}',
  '[',
  '\n',
  '\r',
  '\t',
  '\u0000',
  '\u2028',
  'é',
  '株',
  '😀',
  '\ud83d',
  '\ufeff',
);

describe('JSON lines', () => {
  test('finds the wanted fields by name in any case and under either name', async () => {
    const { rows, missing } = await read('json', whole('{"subscriptionid":"a","x":1,"SUBTOTAL":-1.5,"ResellerMpnId":7}\n'));
    expect(rows).toEqual([['a', '-1.5', '7']]);
    expect(missing).toEqual([]);
  });

  test('lines may come in another order, with spaces, with escapes, with nulls', async () => {
    const lines = [
      '{"SubscriptionId":"a","Subtotal":1,"Tier2MpnId":0}',
      '{"Tier2MpnId":3,"Subtotal":2,"SubscriptionId":"b"}',
      '{ "SubscriptionId" : "c", "Subtotal" : 3, "Tier2MpnId" : null }',
      '{"SubscriptionId":"d\\u0041","Subtotal":4,"Tier2MpnId":null}',
      '{"SubscriptionId":"e","Subtotal":5,"Tier2MpnId":"6"}',
    ];
    const { rows, bad } = await read('json', whole(`${lines.join('\r\n')}\r\n`));
    expect(rows).toEqual([
      ['a', '1', '0'],
      ['b', '2', '3'],
      ['c', '3', ''],
      ['dA', '4', ''],
      ['e', '5', '6'],
    ]);
    expect(bad).toEqual([]);
  });

  test('a key that only later lines have is found, and one that goes away reads as empty', async () => {
    const lines = [
      '{"SubscriptionId":"a","Subtotal":1}',
      '{"SubscriptionId":"b","Subtotal":2,"Tier2MpnId":9}',
      '{"SubscriptionId":"c"}',
      '{"SubscriptionId":"d","Subtotal":4}',
    ];
    const { rows, missing } = await read('json', whole(lines.join('\n')));
    expect(rows).toEqual([
      ['a', '1', ''],
      ['b', '2', '9'],
      ['c', '', ''],
      ['d', '4', ''],
    ]);
    expect(missing).toEqual(['Tier2MpnId']);
  });

  test('what a field says is told to be that of the record before only when it is', () => {
    const lines = [
      '{"SubscriptionId":"a","Subtotal":1,"Tier2MpnId":0}',
      '{"SubscriptionId":"b","Subtotal":"1","Tier2MpnId":0}',
      '{"SubscriptionId":"b","Subtotal":"1,5","Tier2MpnId":null}',
      '{"SubscriptionId":"c","Subtotal":7,"Tier2MpnId":x}',
      '{"SubscriptionId":"c","Subtotal":7,"Tier2MpnId":null}',
      '{"SubscriptionId":"","Subtotal":7,"Tier2MpnId":8}',
      '{"SubscriptionId":"","Subtotal":7,"Tier2MpnId":8}',
      '{"SubscriptionId":"","Subtotal":9,"Tier2MpnId":8} ',
      '{"SubscriptionId":"","Subtotal":7,"Tier2MpnId":8}',
    ];
    const fields = new Fields(columns.length);
    const told: string[] = [];
    const framer = new JsonFramer({
      columns,
      fields,
      onRecord: () => told.push(columns.map((_, at) => `${fields.text(at)}${fields.isRepeated[at] === 1 ? '=' : ''}`).join(' ')),
      onBad: (line) => told.push(`bad ${line}`),
      onFirst: () => undefined,
    });
    const bytes = Buffer.from(lines.join('\n'));
    framer.take(bytes, 0, true);

    expect(told).toEqual(['a 1 0', 'b 1 0=', 'b= 1,5 ', 'bad 4', 'c 7 ', ' 7= 8', '= 7= 8=', ' 9 8', ' 7 8']);
  });

  test('a name that looks like a field is only a name', async () => {
    const name = JSON.stringify('"SubscriptionId":"evil","Subtotal":666,');
    const { rows } = await read('json', whole(`{"CustomerName":${name},"SubscriptionId":"a","Subtotal":1}\n`));
    expect(rows).toEqual([['a', '1', '']]);
  });

  test('what is no object is named by line, the rest is read', async () => {
    const { rows, bad } = await read(
      'json',
      whole('{"SubscriptionId":"a"}\nnonsense\n\n[1]\n{"SubscriptionId":"b"}\n{"SubscriptionId":"cu'),
    );
    expect(rows.map(([id]) => id)).toEqual(['a', 'b']);
    expect(bad).toEqual(['2: The line is not valid JSON.', '4: The line is JSON, but no object.', '6: The line is not valid JSON.']);
  });

  test('a byte order mark is passed over; UTF-16 and zip are refused by name', async () => {
    expect((await read('json', whole('\ufeff{"SubscriptionId":"a"}\n'))).rows).toEqual([['a', '', '']]);
    await expect(read('json', [Buffer.from('\ufeff{"a":1}\n', 'utf16le')])).rejects.toMatchObject({ code: 'encoding_wrong' });
    await expect(read('csv', [Buffer.from('PK\u0003\u0004....')])).rejects.toMatchObject({ code: 'format_wrong' });
  });

  test('reads as JSON.parse does, wherever the pieces are cut', async () => {
    const record = fc.record({
      SubscriptionId: fc.string({ unit }),
      Subtotal: fc.integer(),
      CustomerName: fc.string({ unit }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 }),
        async (records, sizes) => {
          const text = records.map((one) => `${JSON.stringify(one)}\n`).join('');
          // A record cut to fewer than four bytes would hide the byte order mark; real pieces are a mebibyte.
          const { rows, bad } = await read('json', cut(text, [4, ...sizes]));
          const clean = (value: string): string => Buffer.from(value).toString();
          expect(rows).toEqual(records.map((one) => [clean(one.SubscriptionId), String(one.Subtotal), '']));
          expect(bad).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('CSV', () => {
  test('quotes, commas, doubled quotes and line breaks inside quotes', async () => {
    const text = 'SubscriptionId,CustomerName,Subtotal,ResellerMPNID\r\na,"Alpen, ""Bau"" GmbH",1,2\r\n"b","two\nlines",-2,\r\n';
    const { rows, bad } = await read('csv', whole(text));
    expect(rows).toEqual([
      ['a', '1', '2'],
      ['b', '-2', ''],
    ]);
    expect(bad).toEqual([]);
  });

  test('doubled quotes in a wanted field are single again', async () => {
    expect((await read('csv', whole('SubscriptionId,Subtotal\n"say ""a""",1\n'))).rows).toEqual([['say "a"', '1', '']]);
  });

  test('blanks around a cell are no part of it, quoted or not; those inside are', async () => {
    const text = 'SubscriptionId,Subtotal,Tier2MpnId\n a b\t, 1 ,"  c ""d"" "\n   ,\t,""\n';
    expect((await read('csv', whole(text))).rows).toEqual([
      ['a b', '1', 'c "d"'],
      ['', '', ''],
    ]);
  });

  test('a row with too few or too many fields is named, the rest is read', async () => {
    const { rows, bad } = await read('csv', whole('SubscriptionId,Subtotal,Tier2MpnId\na,1\nb,2,3\nc,4,5,6\n'));
    expect(rows).toEqual([['b', '2', '3']]);
    expect(bad).toEqual(['2: 2 fields where the header has 3.', '4: 4 fields where the header has 3.']);
  });

  test('a quote that is never closed costs its own line only', async () => {
    const { rows, bad } = await read('csv', whole('SubscriptionId,Subtotal,Tier2MpnId\na,1,1\n"b,2,2\nc,3,3\nd,4,4\n'));
    expect(rows.map(([id]) => id)).toEqual(['a', 'c', 'd']);
    expect(bad).toHaveLength(1);
  });

  test.each([';', '\t', '|'])('columns separated by %j are read as well, commas inside them kept', async (mark) => {
    const line = (...fields: readonly string[]): string => `${fields.join(mark)}\n`;
    const text = line('SubscriptionId', 'Subtotal', 'Tier2MpnId') + line('a', '1,5', `"x${mark}y"`) + line('b', '2', '');
    expect((await read('csv', whole(text))).rows).toEqual([
      ['a', '1,5', `x${mark}y`],
      ['b', '2', ''],
    ]);
    expect((await read('csv', whole(`sep=${mark}\r\n${text}`))).rows).toHaveLength(2);
  });

  test.each([1, 7, 30, 1_000])(
    'names with a tab behind each are separated by what separates their rows, in pieces of %d bytes',
    async (size) => {
      const text = `SubscriptionId\t,Subtotal\t,Tier2MpnId\t\r\n${'a,1,"x,\ty"\r\n'.repeat(20)}b,2,3`;

      const { rows, missing, bad } = await read('csv', cut(text, [4, ...Array.from({ length: 400 }, () => size)]));

      expect([missing, bad, rows.length, rows[0], rows.at(-1)]).toEqual([[], [], 21, ['a', '1', 'x,\ty'], ['b', '2', '3']]);
    },
  );

  test('missing columns are told, empty lines passed over, a last line without end is read', async () => {
    const { rows, missing } = await read('csv', whole('SubscriptionId,Other\na,1\n\nb,2'));
    expect(rows.map(([id]) => id)).toEqual(['a', 'b']);
    expect(missing).toEqual(['Subtotal', 'Tier2MpnId']);
  });

  test('reads back what was written, wherever the pieces are cut', async () => {
    const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;
    const record = fc.tuple(
      fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', 'é', '株', '😀') }),
      fc.integer(),
      fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'x', 'é') }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 }),
        async (records, sizes) => {
          const lines = records.map(([id, subtotal, name]) => `${quoted(id)},${quoted(name)},${subtotal}`);
          const { rows, bad } = await read('csv', cut(`SubscriptionId,Name,Subtotal\n${lines.join('\n')}\n`, [4, ...sizes]));
          expect(rows).toEqual(records.map(([id, subtotal]) => [id, String(subtotal), '']));
          expect(bad).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('numbers of a field', () => {
  const numberOf = async (text: string): Promise<readonly [number, number, number]> => {
    const fields = new Fields(1);
    let result: readonly [number, number, number] = [0, 0, 0];
    const framer = new CsvFramer({
      columns: [{ name: 'n' }],
      fields,
      onRecord: () => {
        const micro = fields.micro(0);
        result = [micro, fields.rest, fields.cents(0)];
      },
      onBad: () => undefined,
      onFirst: () => undefined,
    });
    async function* content() {
      yield await Promise.resolve(Buffer.from(`n,x\n${text},1\n`));
    }
    await eachRecord(content(), framer);
    return result;
  };

  test.each([
    ['12.5', 12_500_000, 0, 1250],
    ['-12.5', -12_500_000, 0, -1250],
    ['0', 0, 0, 0],
    ['0.000001', 1, 0, Number.NaN],
    ['0.0000011', 1, 100_000_000, Number.NaN],
    ['-0.0000011', -1, -100_000_000, Number.NaN],
    ['4e-7', 0, 400_000_000, Number.NaN],
    ['1.10000000000000', 1_100_000, 0, 110],
    ['1.2.3', Number.NaN, 0, Number.NaN],
    ['1.234,5', Number.NaN, 0, Number.NaN],
    ['', Number.NaN, 0, Number.NaN],
    ['99999999999999999', Number.NaN, 0, Number.NaN],
  ])('%j', async (text, micro, rest, cents) => {
    const [gotMicro, gotRest, gotCents] = await numberOf(text.includes(',') ? `"${text}"` : text);
    expect([gotMicro, gotCents]).toEqual([micro, cents]);
    if (!Number.isNaN(micro)) expect(gotRest).toBe(rest);
  });
});
