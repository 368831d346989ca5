import { foldName } from '../../lib/normalise.ts';
import type { ProductKey } from '../../model/subscription.ts';
import { BillingFrequency, Term } from '../../model/term.ts';
import { type Candidate, candidate, conflict, mapped, nothing, only, type Suggestion, suggested } from './match.ts';

export type ServiceFacts = {
  readonly remoteId: string;
  readonly code: string;
  readonly name: string;
  readonly microsoftKey: string | null;
};

export type ProductFacts = {
  readonly key: ProductKey;
  readonly name: string;
  /** Other terms or frequencies of the same SKU are in use too. */
  readonly hasSisters: boolean;
  /** How many existing agreement lines of this product's subscriptions are of which service. */
  readonly lines: ReadonlyMap<string, number>;
};

/** What a service says of itself: `CFQ7TTC0LCHC:0002`, with term and frequency when it names them. */
export type NamedKey = { readonly productId: string; readonly skuId: string; readonly term?: Term; readonly frequency?: BillingFrequency };

const frequencyWords: Readonly<Record<string, BillingFrequency>> = {
  yearly: 'annual',
  year: 'annual',
  month: 'monthly',
  onetime: 'oneTime',
};

/** Reads the key that people write into a service; undefined when it is none. Separators and case are free. */
export function readKey(text: string | null): NamedKey | undefined {
  const [productId, skuId, ...rest] = (text ?? '').split(/[:|\s/_-]+/).filter((part) => part !== '');
  if (productId === undefined || skuId === undefined) return undefined;
  const term = rest.map((word) => Term.safeParse(word.toUpperCase()).data).find((found) => found !== undefined);
  const frequency = rest
    .map((word) => frequencyWords[word.toLowerCase()] ?? BillingFrequency.safeParse(word.toLowerCase()).data)
    .find((found) => found !== undefined);
  return { productId: productId.toUpperCase(), skuId: skuId.toUpperCase(), ...(term && { term }), ...(frequency && { frequency }) };
}

const fits = (named: NamedKey, key: ProductKey): boolean =>
  named.productId === key.productId.toUpperCase() &&
  named.skuId === key.skuId.toUpperCase() &&
  (named.term === undefined || named.term === key.term) &&
  (named.frequency === undefined || named.frequency === key.frequency);

const isWhole = (named: NamedKey | undefined): boolean => named?.term !== undefined && named.frequency !== undefined;

/** Finds the service that bills a product: by the key written into it, else suggested from the lines that exist, else from an equal name. */
export function suggestService(product: ProductFacts, services: readonly ServiceFacts[]): Suggestion {
  const keyed = services.flatMap((service) => {
    const named = readKey(service.microsoftKey);
    return named !== undefined && fits(named, product.key) ? [{ service, whole: isWhole(named) }] : [];
  });
  const whole = keyed
    .filter((each) => each.whole)
    .map(({ service }) => candidate(target(service), 'microsoftKey', ['same product, SKU, term and frequency']));
  if (whole.length > 0) return only(whole, mapped);
  const partial = keyed.map(({ service }) => candidate(target(service), 'sku', ['same product and SKU; the service names no term']));
  // Several terms of one SKU on one service can be meant, but only a person can say so.
  if (partial.length > 0) return only(partial, product.hasSisters ? suggested : mapped);
  return byLines(product, services) ?? byName(product, services) ?? nothing;
}

const target = (service: ServiceFacts) => ({ id: service.remoteId, name: service.name, detail: service.code });

/** Share of the lines that must agree on one service before it is suggested. */
const clearMajority = 0.8;

function byLines(product: ProductFacts, services: readonly ServiceFacts[]): Suggestion | undefined {
  const named = services.filter((service) => (product.lines.get(service.remoteId) ?? 0) > 0 && !namesAnother(service, product.key));
  const total = named.reduce((sum, service) => sum + (product.lines.get(service.remoteId) ?? 0), 0);
  const candidates = named
    .toSorted((a, b) => (product.lines.get(b.remoteId) ?? 0) - (product.lines.get(a.remoteId) ?? 0))
    .map((service): Candidate => {
      const count = product.lines.get(service.remoteId) ?? 0;
      return candidate(target(service), 'agreementLines', [`${count} of ${total} agreement lines of this product use it`]);
    });
  const [first, ...others] = candidates;
  if (first === undefined) return undefined;
  return (product.lines.get(first.targetId) ?? 0) >= total * clearMajority ? suggested(first, others) : conflict(candidates);
}

/** A service that names another product, SKU, term or frequency is not this one, even where a line says so: that line is the mistake. */
function namesAnother(service: ServiceFacts, key: ProductKey): boolean {
  const named = readKey(service.microsoftKey);
  return named !== undefined && !fits(named, key);
}

function byName(product: ProductFacts, services: readonly ServiceFacts[]): Suggestion | undefined {
  const found = services.filter((service) => foldName(service.name) === foldName(product.name) && !namesAnother(service, product.key));
  const candidates = found.map((service) => candidate(target(service), 'exactName', ['same name']));
  return candidates.length === 0 ? undefined : only(candidates, suggested);
}
