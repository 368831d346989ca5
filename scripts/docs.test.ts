import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { settings } from '../src/config.ts';
import { routes } from '../src/contract/index.ts';
import { problemCodes } from '../src/contract/problem.ts';
import { commandTree, leaves } from './reference/commands.ts';
import { anchorOf } from './reference/markdown.ts';
import { pages } from './reference/pages.ts';
import { remedies } from './reference/remedies.ts';
import { typeOf } from './reference/schemas.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Every page a reader may open: those at the top, below docs, and beside the code they explain. */
const documents = globSync(['*.md', 'docs/**/*.md', 'src/**/README.md', 'sandbox/README.md'], { cwd: root }).toSorted();
const ownPages = documents.filter((path) => !path.includes('/') || path.startsWith('docs/'));

describe('the pages made from the code', () => {
  test.each(Object.entries(pages))('%s says what the code says', (name, make) => {
    expect(read(`docs/reference/${name}`), 'run `npm run docs` and commit the result').toBe(make());
  });

  test('every route is on the page of the API', () => {
    const api = read('docs/reference/api.md');
    for (const { method, path } of routes) expect(api).toContain(`### ${method} ${path}\n`);
  });

  test('every problem code is an anchor of its own', () => {
    const anchors = anchorsOf(read('docs/reference/errors.md'));
    for (const code of problemCodes) expect(anchors).toContain(code);
  });

  test('every setting is on the page of settings', () => {
    const page = read('docs/reference/settings.md');
    for (const { env } of settings) expect(page).toContain(`\`${env}\``);
  });

  test('no field is of a type that the page cannot name, but for those that may hold anything', () => {
    const unnamed = read('docs/reference/api.md').match(/^\| `\w+` \| anything \|/gm) ?? [];
    expect([...new Set(unnamed)]).toEqual(['| `before` | anything |', '| `after` | anything |']);
  });

  test.each(Object.entries(remedies))('%s says why and what to do, in whole sentences', (_code, [why, remedy]) => {
    expect(why).toMatch(/^[A-Z].*\.$/);
    expect(remedy).toMatch(/^[A-Z`].*\.$/);
  });
});

describe('types in words', () => {
  test.each([
    [{ type: 'string' }, 'text'],
    [{ type: 'string', format: 'date-time' }, 'text (date-time)'],
    [{ type: ['string', 'null'] }, 'text or null'],
    [{ anyOf: [{ type: 'integer' }, { type: 'null' }] }, 'whole number or null'],
    [{ type: 'array', items: { enum: ['a', 'b'] } }, 'list of `a`, `b`'],
    [{ $ref: '#/$defs/Money' }, '`Money`'],
    [{ type: 'object', properties: { amount: {}, currency: {} } }, '{ amount, currency }'],
    [{ type: 'object', additionalProperties: { type: 'integer' } }, 'map to whole number'],
    [{}, 'anything'],
  ] as const)('%j is %s', (json, words) => {
    expect(typeOf(json)).toBe(words);
  });
});

describe('what the documents promise', () => {
  test('the pages that a reader expects are there', () => {
    expect(ownPages).toEqual(expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md']));
  });

  test.each(documents)('%s has no dead link', (path) => {
    const dead = linksOf(read(path))
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => !isAlive(path, link));
    expect(dead).toEqual([]);
  });

  test.each(ownPages)('%s names only commands that exist', (path) => {
    const known = leaves(commandTree()).map(([words]) => words);
    const named = [...read(path).matchAll(/(?:^|[\s`("])(?:bin\/)?concord ((?:[a-z][a-z-]+ ?){1,2})/gm)]
      .filter(([whole]) => /bin\/|`concord/.test(whole))
      .map(([, words]) => words?.trim() ?? '');
    expect(
      named.filter((words) => !known.some((each) => each === words || words.startsWith(`${each} `) || each.startsWith(`${words} `))),
    ).toEqual([]);
  });

  test.each(ownPages)('%s names only settings that exist', (path) => {
    const known = [
      ...settings.flatMap(({ env, secret }) => (secret === true ? [env, `${env}_FILE`] : [env])),
      ...readByCommandLine,
      ...readByTests,
    ];
    const named = new Set(read(path).match(/\bCONCORD_[A-Z_]*[A-Z]\b/g));
    expect([...named].filter((name) => !known.includes(name))).toEqual([]);
  });

  test.each(ownPages)('%s names only scripts of package.json', (path) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };
    const named = [...read(path).matchAll(/npm run (?:--silent )?([a-z][a-z:]*)/g)].map(([, name]) => name ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test.each(ownPages)('%s names only files that exist', (path) => {
    const named = [...read(path).matchAll(/`((?:src|sandbox|web|test|scripts|bench|docs)\/[\w./-]+\.(?:ts|mjs|md|sql|cjs))`/g)].map(
      ([, file]) => file ?? '',
    );
    expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  test('the paths of the API in the documents are routes', () => {
    const shapes = routes.map(({ path }) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`));
    const outside = ['/openapi.json'];
    for (const path of ownPages) {
      const named = [...read(path).matchAll(/\/api\/v1(\/[\w/{}$-]+(?:\.json)?)/g)].map(([, each]) => each ?? '');
      expect(
        named.filter((each) => !outside.includes(each) && !shapes.some((shape) => shape.test(each))),
        path,
      ).toEqual([]);
    }
  });

  test('the remedies of the troubleshooting page are for codes that the code knows', () => {
    const source = globSync('src/**/*.ts', { cwd: root })
      .filter((file) => !file.includes('.test.'))
      .map(read)
      .join('\n');
    const named = [...read('docs/guides/troubleshooting.md').matchAll(/^\| `([a-zA-Z_]+)` \|/gm)].map(([, code]) => code ?? '');
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((code) => !new RegExp(`\\b${code}\\b`).test(source))).toEqual([]);
  });
});

/** Read where they are used, not by src/config.ts; the page of settings lists them apart. */
/** How long some tests go on, for who wants the whole bar. */
const readByTests = ['CONCORD_TEST_EVENTS', 'CONCORD_TEST_PERMUTATIONS', 'CONCORD_TOKEN_RACES'];
const readByCommandLine = ['CONCORD_URL', 'CONCORD_TOKEN', 'CONCORD_CONFIG', 'CONCORD_NEW_SECRET_KEY'];

const linksOf = (text: string): string[] =>
  [...text.replaceAll(/```[^]*?```/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link ?? '');

const anchorsOf = (text: string): string[] =>
  [...text.replaceAll(/```[^]*?```/g, '').matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading ?? ''));

function isAlive(from: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? join(root, from) : resolve(root, dirname(from), path);
  if (relative(root, target).startsWith('..') || !existsSync(target)) return false;
  return anchor === undefined || anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
}
