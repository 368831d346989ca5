import { InvoiceKind, type InvoiceSource } from '../../model/invoice.ts';
import { invoiceKindWords } from '../../model/invoice-words.ts';
import { detectableKinds, type FileFormat, profiles } from './profiles.ts';

/** The kind that a file of no kind comes nearest to, and the columns that it would need besides those that it has. */
export type NearestKind = { readonly kind: InvoiceKind; readonly missing: readonly string[] };

/** The kind with the most columns in common, of several the one that lacks least; undefined when no kind has any of the columns. */
export function nearestKind(names: readonly string[], format: FileFormat): NearestKind | undefined {
  const has = new Set(names.map((name) => name.toLowerCase()));
  const isThere = (name: string): boolean => has.has(name.toLowerCase());
  const [nearest] = detectableKinds(format)
    .map((kind) => ({
      kind,
      common: columnsOf(kind).filter(isThere).length,
      missing: profiles[kind].needs.filter((name) => !isThere(name)),
    }))
    .filter(({ common }) => common > 0)
    .sort((a, b) => b.common - a.common || a.missing.length - b.missing.length);
  return nearest === undefined ? undefined : { kind: nearest.kind, missing: nearest.missing };
}

/** Every name that a kind's columns have, once whatever its case. */
const columnsOf = (kind: InvoiceKind): readonly string[] => [
  ...new Set([...profiles[kind].needs, ...Object.values(profiles[kind].columns).flat()].map((name) => name.toLowerCase())),
];

/**
 * What a person reads of a file of no kind: what is missing for the nearest one, and which kinds there are. What to type for a kind stands
 * beside its name where somebody types.
 */
export function toldUnknown(file: string, nearest: NearestKind | undefined, source: InvoiceSource): string {
  const told = (kind: InvoiceKind): string => (source === 'cli' ? `${invoiceKindWords[kind]} (${kind})` : invoiceKindWords[kind]);
  const kinds = `The kinds are: ${InvoiceKind.options.map(told).join('; ')}.`;
  if (nearest === undefined) return `${file} has no column of any kind of invoice that is known here. ${kinds}`;
  const { kind, missing } = nearest;
  const lacks = `${missing.length === 1 ? 'the column' : 'the columns'} ${missing.join(', ')}`;
  return `${file} is of no kind of invoice that is known here. Nearest is ${told(kind)}; it lacks ${lacks}. ${kinds}`;
}
