import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FileFormat } from '../read/read-fields.ts';

/** What can be compared, each with its own flag on the command line. */
export const inputNames = ['invoice', 'usage', 'estate', 'audit', 'prices', 'distributor', 'psa', 'mapping'] as const;
export type InputName = (typeof inputNames)[number];

/** Paths given by flag, each a file or a folder; an input that is given this way is not looked for in `data`. */
export type FilesInput = {
  readonly data?: string | undefined;
  /** Takes this format where both are there; else blobs win over CSV. */
  readonly format?: FileFormat | undefined;
  /** Tenant of the partner whose invoices these must be. */
  readonly partner?: string | undefined;
  /** Folder of the month before, laid out like `data`: what stood in its estate is the only witness of what is gone since. */
  readonly before?: string | undefined;
} & Partial<Readonly<Record<InputName, readonly string[] | undefined>>>;

export const tableNames = [
  'subscriptions',
  'customers',
  'audit',
  'licencePrices',
  'fx',
  'distributorCompanies',
  'distributorSubscriptions',
  'distributorItems',
  'distributorProducts',
  'psaCompanies',
  'psaAdditions',
  'psaProducts',
  'mappedCustomers',
  'mappedProducts',
] as const;
export type TableName = (typeof tableNames)[number];
export type Tables = Readonly<Record<TableName, readonly string[]>>;

type Place = { readonly input: InputName; readonly table: TableName; readonly folder: string; readonly base: RegExp };

const stem = (name: string): RegExp => new RegExp(`^${name}\\.(jsonl|json|csv)(\\.gz)?$`, 'i');

/** Where each table lies in a folder laid out as bench/README.md says, and how its file is called. */
const places: readonly Place[] = [
  { input: 'estate', table: 'subscriptions', folder: 'partner-center', base: stem('subscriptions') },
  { input: 'estate', table: 'customers', folder: 'partner-center', base: stem('customers') },
  { input: 'audit', table: 'audit', folder: 'partner-center', base: stem('audit-?records') },
  { input: 'prices', table: 'licencePrices', folder: 'microsoft', base: stem('pricesheet-license-?based') },
  { input: 'prices', table: 'fx', folder: 'microsoft', base: /^fx\.json$/i },
  { input: 'distributor', table: 'distributorCompanies', folder: 'distributor', base: stem('companies') },
  { input: 'distributor', table: 'distributorSubscriptions', folder: 'distributor', base: stem('subscriptions') },
  { input: 'distributor', table: 'distributorItems', folder: 'distributor', base: stem('invoice-items') },
  { input: 'distributor', table: 'distributorProducts', folder: 'distributor', base: stem('products') },
  { input: 'psa', table: 'psaCompanies', folder: 'psa', base: stem('companies') },
  { input: 'psa', table: 'psaAdditions', folder: 'psa', base: stem('additions') },
  { input: 'psa', table: 'psaProducts', folder: 'psa', base: stem('products') },
  { input: 'mapping', table: 'mappedCustomers', folder: 'mapping', base: stem('customers') },
  { input: 'mapping', table: 'mappedProducts', folder: 'mapping', base: stem('products') },
];

/** What a file given by flag is taken for when its name says nothing. */
const usual: Partial<Record<InputName, TableName>> = {
  estate: 'subscriptions',
  audit: 'audit',
  prices: 'licencePrices',
  distributor: 'distributorSubscriptions',
  psa: 'psaAdditions',
  mapping: 'mappedCustomers',
};

export async function listFolder(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch {
    return [];
  }
}

export async function isFolder(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isDirectory();
  } catch {
    return false;
  }
}

/** Of the files that hold the same table in several formats, one. */
export function preferred(files: readonly string[], format: FileFormat | undefined): string | undefined {
  const isCsv = (file: string) => /\.csv(\.gz)?$/i.test(file);
  return files.find((file) => isCsv(file) === (format === 'csv')) ?? files[0];
}

function put(tables: Map<TableName, string[]>, table: TableName, file: string | undefined): void {
  if (file === undefined) return;
  const list = tables.get(table);
  if (list === undefined) tables.set(table, [file]);
  else if (!list.includes(file)) list.push(file);
}

async function fromFolder(
  tables: Map<TableName, string[]>,
  input: InputName,
  folder: string,
  format: FileFormat | undefined,
): Promise<void> {
  const names = await listFolder(folder);
  for (const place of places) {
    if (place.input !== input) continue;
    const files = names.filter((name) => place.base.test(name)).map((name) => path.join(folder, name));
    put(tables, place.table, preferred(files, format));
  }
}

const folderOf = (input: InputName): string => places.find((place) => place.input === input)?.folder ?? '';

async function fromFlag(tables: Map<TableName, string[]>, input: InputName, given: string, format: FileFormat | undefined): Promise<void> {
  if (await isFolder(given)) {
    await fromFolder(tables, input, given, format);
    return;
  }
  const known = places.find((place) => place.input === input && place.base.test(path.basename(given)));
  const table = known?.table ?? usual[input];
  if (table !== undefined) put(tables, table, given);
}

/** The tables that are there; those that are absent are empty lists. */
export async function findTables(input: FilesInput): Promise<Tables> {
  const tables = new Map<TableName, string[]>();
  for (const name of inputNames) {
    const given = input[name] ?? [];
    for (const file of given) await fromFlag(tables, name, file, input.format);
    if (given.length === 0 && input.data !== undefined) await fromFolder(tables, name, path.join(input.data, folderOf(name)), input.format);
  }
  const none: Tables = {
    subscriptions: [],
    customers: [],
    audit: [],
    licencePrices: [],
    fx: [],
    distributorCompanies: [],
    distributorSubscriptions: [],
    distributorItems: [],
    distributorProducts: [],
    psaCompanies: [],
    psaAdditions: [],
    psaProducts: [],
    mappedCustomers: [],
    mappedProducts: [],
  };
  return { ...none, ...Object.fromEntries(tables) };
}
