import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { merged, type Shape, shapeOf } from './shape.ts';

/** What the project keeps of a published sample: what it answers to and how it looks; of values only Microsoft's request bodies and tables. */
export type Sample = {
  /** `partner-center/customers.get-a-customer-by-id.response.json` */
  readonly name: string;
  readonly method: string | null;
  readonly path: string | null;
  readonly status: number | null;
  /** Of a JSON sample. */
  readonly shape?: Shape;
  /** A request body of Microsoft's documentation (CC BY 4.0, see NOTICE), to be sent with the world's own ids. */
  readonly body?: unknown;
  /** Of a CSV sample: its header row. */
  readonly columns?: readonly string[];
  /** Rows of a table of Microsoft's documentation that is no file of the service (CC BY 4.0, see NOTICE). */
  readonly rows?: readonly (readonly string[])[];
};

const kept = join(import.meta.dirname, 'samples.json');

export const keptSamples = (): readonly Sample[] => JSON.parse(readFileSync(kept, 'utf8')) as readonly Sample[];

const folders = [
  'partner-center',
  ...['pax8', 'td-synnex', 'ingram-micro'].map((name) => `distributors/${name}`),
  ...['connectwise', 'autotask', 'halopsa', 'gradient'].map((name) => `psa/${name}`),
];

/** The samples of the reference material beside the project; undefined where it is not there. */
export function readSamples(reference: string): readonly Sample[] | undefined {
  if (!existsSync(join(reference, 'fixtures'))) return undefined;
  return folders.flatMap((folder) => {
    const at = join(reference, 'fixtures', folder);
    const index = JSON.parse(readFileSync(join(at, 'index.json'), 'utf8')) as {
      readonly samples: readonly {
        readonly file: string;
        readonly method: string | null;
        readonly path: string | null;
        readonly status: number | null;
      }[];
    };
    return index.samples.map(({ file, method, path, status }) => ({
      name: `${folder.split('/').at(-1) ?? ''}/${file}`,
      method,
      path,
      status,
      ...contentOf(folder, file, readFileSync(join(at, file), 'utf8')),
    }));
  });
}

const tables: ReadonlySet<string> = new Set(['agreements.template-languages.csv', 'errors.codes.csv']);

/** Cells of a line; quotes around those with a comma in them. */
const cellsOf = (line: string): readonly string[] =>
  [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain);

function contentOf(folder: string, file: string, text: string): Pick<Sample, 'shape' | 'body' | 'columns' | 'rows'> {
  const plain = text.startsWith('\u{feff}') ? text.slice(1) : text;
  if (file.endsWith('.json')) {
    const value: unknown = JSON.parse(plain);
    const isOpen = folder === 'partner-center' && file.includes('.request.') && !file.startsWith('webhook-events.');
    return { shape: shapeOf(value), ...(isOpen ? { body: value } : {}) };
  }
  const [header = '', ...lines] = plain.split(/\r?\n/);
  const columns = header.split(/[\t,]/).map((column) => column.replaceAll('"', ''));
  return tables.has(file) ? { columns, rows: lines.filter((line) => line !== '').map(cellsOf) } : { columns };
}

/**
 * Samples that show the same thing: same remote, method, status class, path without ids and query. A request apart from its answer, one
 * item of a list apart from the whole list.
 */
export function classOf({ name, method, path, status }: Sample): string {
  const remote = name.split('/')[0] ?? '';
  const place = (path ?? name)
    .split('?')[0]
    ?.toLowerCase()
    .split('/')
    .map((part) => (/^[{<(]|\d/.test(part) && !/^v\d/.test(part) ? '*' : part))
    .join('/');
  const event = path?.includes('callback') === true || path?.includes('receiver') === true ? name : '';
  return [
    remote,
    name.includes('.request') ? 'request' : `answer ${status === null || status < 400 ? 'good' : String(status)}`,
    name.includes('.item.') ? 'item' : '',
    method,
    place,
    event,
  ].join(' ');
}

/** The shape of each sample, with what other samples of the same thing lack being optional. */
export function shapesOf(samples: readonly Sample[]): ReadonlyMap<string, Shape> {
  const byClass = Map.groupBy(samples, classOf);
  return new Map(
    samples.flatMap((sample): [string, Shape][] => {
      const { shape } = sample;
      if (shape === undefined) return [];
      const others = byClass.get(classOf(sample)) ?? [];
      return [[sample.name, others.reduce((sum, one) => (one.shape?.kind === shape.kind ? merged(sum, one.shape) : sum), shape)]];
    }),
  );
}
