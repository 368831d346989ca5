import { foldDomain, foldName } from '../../lib/normalise.ts';
import { readGuid } from '../../lib/wire.ts';
import type { RemoteAccount } from '../customer.ts';
import type { DistributorFileField } from '../distributor-file.ts';
import { columnOf, type FileProblem, type Line, type Table } from './parse.ts';
import { isNothing, type Read, readId, readText, skuOf } from './values.ts';

const mostLetters = 500; // of a name, as it is shown

/** Reads the cells of one line and gathers what is wrong with them. */
export class Cells {
  readonly problems: FileProblem[] = [];
  /** What cannot be taken, as it stands there. */
  readonly unreadable = new Map<DistributorFileField, string>();
  readonly #table: Table;
  readonly #line: Line;

  constructor(table: Table, line: Line) {
    this.#table = table;
    this.#line = line;
  }

  /** Undefined where nothing stands, or what stands there cannot be taken. */
  read<T>(field: DistributorFileField, how: (text: string) => Read<T>): T | undefined {
    const text = this.#line.cell(field);
    if (isNothing(text)) return undefined;
    const found = how(text);
    if ('value' in found) return found.value;
    this.unreadable.set(field, text);
    this.problem(field, found.because);
    return undefined;
  }

  text = (field: DistributorFileField): string | undefined => this.read(field, readText);
  id = (field: DistributorFileField): string | undefined => this.read(field, readId);

  /** A GUID; another text in its place is named, for by it everything is told apart. */
  guid = (field: DistributorFileField): string | undefined =>
    this.read(field, (text) => {
      const id = readId(text);
      if ('because' in id) return id;
      const guid = readGuid(id.value);
      return guid === undefined
        ? { because: `is ${JSON.stringify(text.slice(0, 40))}, which is no id of Microsoft (a GUID)` }
        : { value: guid };
    });

  problem(field: DistributorFileField, sentence: string): void {
    const column = columnOf(this.#table, field);
    this.problems.push({ line: this.#line.line, column, sentence: `${column === '' ? field : column} ${sentence}.` });
  }
}

export const saysSum = (text: string): boolean => /^(grand )?(totals?|sum|summe|gesamt)\b/i.test(text);

/** Lines of which nobody can say what they are about hold sums or remarks: they are passed by. */
export const isAboutNothing = (line: Line, ids: readonly DistributorFileField[], names: readonly DistributorFileField[]): boolean =>
  ids.every((field) => isNothing(line.cell(field))) && names.every((field) => isNothing(line.cell(field)) || saysSum(line.cell(field)));

/**
 * Of whoever lacks an id of his own the name is the id: folded, so that other capitals are nobody new, and whole. One that no index can hold is
 * named as a problem.
 */
function nameId(cells: Cells, field: DistributorFileField, name: string): string {
  if (name.length > mostLetters) cells.problem(field, `is longer than ${mostLetters} characters, and nothing else says which one it is`);
  return `name:${foldName(name)}`;
}

/** The customer that a line is of: by its id, else by its name. */
export function accountIn(cells: Cells, nameField: 'name' | 'accountName'): RemoteAccount | undefined {
  const [id, name, tenantId, domain] = [cells.id('accountId'), cells.text(nameField), cells.guid('tenantId'), cells.text('domain')];
  const remoteId = id ?? (name === undefined ? undefined : nameId(cells, nameField, name));
  if (remoteId === undefined || (nameField === 'name' && name === undefined)) {
    cells.problem(nameField === 'name' ? 'name' : 'accountId', 'is empty; whose it is cannot be said');
    return undefined;
  }
  return {
    remoteId,
    name: (name ?? remoteId).slice(0, mostLetters),
    domain: foldDomain(domain ?? ''),
    tenantIds: tenantId === undefined ? [] : [tenantId],
    active: true,
  };
}

/** Which product: by its number, else by Microsoft's SKU, else by its name. */
export function productOf(cells: Cells) {
  const [productId, productName, sku] = [cells.id('productId'), cells.text('productName'), cells.id('sku')];
  const name = productName ?? productId ?? sku;
  if (name === undefined && cells.problems.length === 0) cells.problem('productName', 'is empty; which product it is cannot be said');
  return {
    productRemoteId: productId ?? sku ?? nameId(cells, 'productName', productName ?? ''),
    productName: (name ?? '').slice(0, mostLetters),
    sku: sku === undefined ? undefined : skuOf(sku),
  };
}

export function readCurrency(text: string): Read<string> {
  return /^[A-Za-z]{3}$/.test(text)
    ? { value: text.toUpperCase() }
    : { because: `is ${JSON.stringify(text.slice(0, 40))}, which is no code of a currency like EUR` };
}
