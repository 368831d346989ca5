import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestSandbox } from '../../testing.ts';
import { pc, textAt } from '../asks.ts';
import type { Case } from '../case.ts';
import { keptSamples } from '../samples.ts';

type Rows = readonly (readonly string[])[];

/** Rows of a published table. */
const published = (sample: string): Rows => keptSamples().find(({ name }) => name === sample)?.rows ?? [];

const languages = 'partner-center/agreements.template-languages.csv';

/** In which languages the agreement can be had in each country: those of the table that are answered, and others if any are. */
async function answeredLanguages(box: TestSandbox): Promise<Rows> {
  const templates = await pc(box, '/agreements?agreementType=MicrosoftCustomerAgreement');
  const id = textAt(templates.body, 'items', 0, 'templateId');
  const isHad = async (country: string, language: string): Promise<boolean> =>
    (await pc(box, `/agreementtemplates/${id}/document?language=${language}&country=${country}`)).status === 200;
  return Promise.all(
    published(languages).map(async ([country = '', name = '', told = '']) => {
      const own = told.split(' ');
      const others = ['de-DE', 'fr-FR', 'ja-JP'].filter((one) => !own.includes(one)).slice(0, 1);
      const asked = [...own, ...others];
      const had = await Promise.all(asked.map((language) => isHad(country, language)));
      return [country, name, asked.filter((_, at) => had[at]).join(' ')];
    }),
  );
}

const codes = 'partner-center/errors.codes.csv';

/** Codes that the page "Error codes" does not have: from the pages of their operations, or from nowhere (the last two). */
const elsewhere: ReadonlySet<number> = new Set([
  ...[1003, 2000, 6002, 6003, 6004, 60012, 400030, 400036, 400041],
  ...[10000, 10001, 10002, 10003, 10004, 10006, 10007, 10008, 10009, 10010, 10011, 10012, 10015],
  ...[900420, 900421],
]);

type Told = { readonly status: string | undefined; readonly text: string };

/** `2055: [400, 'Etag is no longer valid']`, `refuseWith(400, 800004, 'Invalid offer ID')` and `10001: 'The ...'` in the sources. */
const written = [
  /(?<![\w.])(?<code>\d{1,6}): \[(?<status>\d{3}), (?<quote>['"`])(?<text>.*?)(?<!\\)\k<quote>\]/g,
  /refuseWith\(\s*(?<status>\d{3}),\s*(?<code>\d+),\s*(?<quote>['"`])(?<text>.*?)(?<!\\)\k<quote>/gs,
  /(?<![\w.])(?<code>\d{4,6}): (?<quote>['"`])(?<text>.*?)(?<!\\)\k<quote>/g,
];

/** What Partner Center can say here, by code, as its sources have it. */
function toldHere(): ReadonlyMap<number, readonly Told[]> {
  const folder = join(import.meta.dirname, '../../partner-center');
  const told = new Map<number, Told[]>();
  for (const file of globSync('**/*.ts', { cwd: folder }).filter((name) => !name.endsWith('.test.ts'))) {
    const source = readFileSync(join(folder, file), 'utf8');
    for (const { groups } of written.flatMap((form) => [...source.matchAll(form)])) {
      const code = Number(groups?.['code']);
      told.set(code, [...(told.get(code) ?? []), { status: groups?.['status'], text: groups?.['text'] ?? '' }]);
    }
  }
  return told;
}

/** Apostrophes, blanks, ends of sentences and what is filled in here do not count. */
const plain = (text: string): string =>
  text
    .replaceAll(/\$\{.*?\}/gs, '')
    .replaceAll(/[^a-z]/gi, '')
    .toLowerCase();

/** The page explains some codes after their text. */
const isMeant = (text: string, published: string): boolean => isFilled(text, published) || isFilled(text, published.split('. ')[0] ?? '');

/** Whether a text is the published one with something in its places: `{0}`, or the number that the page left in. */
function isFilled(text: string, published: string): boolean {
  const parts = published.split(/\{\d\}|(?<=line item) 0/).map(plain);
  let rest = plain(text);
  return parts.every((part, at) => {
    const found = rest.indexOf(part);
    const isHere = at === 0 ? found === 0 : found >= 0;
    rest = rest.slice(found + part.length);
    return isHere;
  });
}

/** The published rows, but with the status and the text that the sandbox has for a code instead where those are others. */
function knownCodes(): Rows {
  const told = toldHere();
  const rows = published(codes);
  const documented = new Set(rows.map(([, , code]) => Number(code)));
  const unknown = [...told.keys()].filter((code) => !documented.has(code) && !elsewhere.has(code));
  if (unknown.length > 0) throw new Error(`nobody documents ${unknown.join(', ')}`);
  return rows.map((row) => {
    const [status, name = '', code = '', text = ''] = row;
    const here = told.get(Number(code)) ?? [];
    const agrees = here.some((one) => (one.status === undefined || one.status === status) && isMeant(one.text, text));
    return agrees || here.length === 0 ? row : [here[0]?.status ?? '', name, code, here[0]?.text ?? ''];
  });
}

export const tableCases: readonly Case[] = [
  { sample: languages, show: async (box) => ({ rows: await answeredLanguages(box) }) },
  { sample: codes, show: () => Promise.resolve({ rows: knownCodes() }) },
];
