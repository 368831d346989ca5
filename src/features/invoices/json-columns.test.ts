import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isJsonObject, readJson, writeJson } from '../../lib/exact-json.ts';
import { jsonColumns } from './json-columns.ts';

const columnsOf = (text: string) => jsonColumns(Buffer.from(text));

/** The slow way: the whole parser. */
function asParsed(text: string) {
  try {
    const value = readJson(text);
    if (!isJsonObject(value)) return [['', text]];
    return Object.entries(value).map(([name, each]) => [name, each == null ? '' : typeof each === 'string' ? each : writeJson(each)]);
  } catch {
    return [['', text]];
  }
}

test.each([
  ['{"Total":1.10,"Tax":-0.0,"Fine":1e-7,"Long":12345678901234567890}', 'numbers with their digits'],
  ['{"Name":"Über \\"x\\"","Path":"a\\\\b","Empty":"","None":null,"Is":true}', 'escapes, null and words'],
  ['{"a":{"b":[1.50]},"c":[]}', 'what is nested'],
  ['{"2":"two","1":"one","x":0}', 'names that are numbers'],
  ['{"a":1,"b":2,"a":3}', 'a name that stands twice'],
  ['{"__proto__":"x"}', 'a name that means something to JavaScript'],
  ['{ "a" : 1 }', 'white space'],
  ['{}', 'nothing'],
  ['[1]', 'no object'],
  ['{"a":1', 'an object that ends too soon'],
  ['{"a":1}}', 'more than an object'],
  ['{"a":01}', 'a number that is none'],
  ['{"a":"line\nfeed"}', 'a character that must be escaped'],
  ['{"a":1,}', 'a comma too many'],
  ['', 'no text at all'],
])('%s: %s', (text) => {
  expect(columnsOf(text)).toEqual(asParsed(text));
});

test('whatever an object holds, its columns are those of the parser', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value), (object) => {
      const text = JSON.stringify(object);
      expect(columnsOf(text)).toEqual(asParsed(text));
    }),
  );
});

test('whatever happens to a line on its way, it is read as the parser reads it or shown as it is', () => {
  const line = '{"PartnerId":"65f9","MpnId":6014854,"Subtotal":69.08,"Text":"a, b: \\"c\\"","None":null,"Is":false}';
  fc.assert(
    fc.property(fc.nat(line.length), fc.nat(3), fc.string({ maxLength: 3 }), (at, gone, more) => {
      const text = `${line.slice(0, at)}${more}${line.slice(at + gone)}`;
      expect(columnsOf(text)).toEqual(asParsed(text));
    }),
    { numRuns: 2_000 },
  );
});
