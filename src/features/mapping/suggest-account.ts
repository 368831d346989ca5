import { foldCompany } from '../../lib/normalise.ts';
import { type Candidate, candidate, conflict, mapped, nothing, only, type Suggestion, suggested } from './match.ts';
import { alikeness, isLookAlike, leastAlike, namedKeys } from './similar-name.ts';

export type CustomerFacts = {
  readonly customerId: string;
  /** Lower-case GUID. */
  readonly tenantId: string;
  readonly name: string;
  /** Lower case; empty when not known. */
  readonly domain: string;
  /** Number of the company in a public register or for its tax, as Microsoft has it, folded; empty when not known. */
  readonly taxId: string;
  /** Ids under which other systems are known to keep this customer. */
  readonly refs: readonly string[];
  /** Accounts that are never matched to it by themselves. */
  readonly closed: ReadonlySet<string>;
};

export type AccountFacts = {
  readonly accountId: string;
  readonly remoteId: string;
  readonly name: string;
  readonly domain: string;
  /** Folded; empty when not known. */
  readonly taxId: string;
  readonly tenantIds: readonly string[];
  /** Ids by which other systems may name this account: its own, and a reference kept in it. */
  readonly refs: readonly string[];
  /** Customers whose Microsoft subscriptions stand in this account, with how many. */
  readonly linked: ReadonlyMap<string, number>;
};

/** Addresses that say nothing about a company. */
const publicDomains = new Set(
  'gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com icloud.com gmx.de gmx.net web.de aol.com proton.me'.split(
    ' ',
  ),
);

const exact = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
const companyDomain = (domain: string): string | undefined => (domain === '' || publicDomains.has(domain) ? undefined : domain);

/** Finds the account of each customer by the policy of the ux reference, 5.7: best evidence first, ambiguity never guessed, look-alikes never more than suggested. */
export function suggestAccounts(customers: readonly CustomerFacts[], accounts: readonly AccountFacts[]): ReadonlyMap<string, Suggestion> {
  const facts: Indexed = {
    byTenant: group(accounts, (account) => account.tenantIds),
    byRef: group(accounts, (account) => account.refs),
    byLink: group(accounts, (account) => [...account.linked.keys()]),
    byDomain: group(accounts, (account) => companyDomain(account.domain) ?? []),
    byTaxId: group(accounts, (account) => (account.taxId === '' ? [] : account.taxId)),
    byName: group(accounts, (account) => exact(account.name)),
    byFolded: group(accounts, (account) => foldCompany(account.name)),
    byNamedKey: group(accounts, (account) => namedKeys(account.name)),
    customersByTaxId: group(customers, (customer) => (customer.taxId === '' ? [] : customer.taxId)),
    customersByName: group(customers, (customer) => exact(customer.name)),
    customersByFolded: group(customers, (customer) => foldCompany(customer.name)),
    customersByDomain: group(customers, (customer) => companyDomain(customer.domain) ?? []),
  };
  return new Map(customers.map((customer) => [customer.customerId, suggestOne(customer, facts)]));
}

type Groups<T> = ReadonlyMap<string, readonly T[]>;
type Indexed = {
  readonly byTenant: Groups<AccountFacts>;
  readonly byRef: Groups<AccountFacts>;
  readonly byLink: Groups<AccountFacts>;
  readonly byDomain: Groups<AccountFacts>;
  readonly byTaxId: Groups<AccountFacts>;
  readonly byName: Groups<AccountFacts>;
  readonly byFolded: Groups<AccountFacts>;
  readonly byNamedKey: Groups<AccountFacts>;
  readonly customersByTaxId: Groups<CustomerFacts>;
  readonly customersByName: Groups<CustomerFacts>;
  readonly customersByFolded: Groups<CustomerFacts>;
  readonly customersByDomain: Groups<CustomerFacts>;
};

function suggestOne(customer: CustomerFacts, facts: Indexed): Suggestion {
  for (const certain of [byTenant, byRef, byLink]) {
    const found = certain(customer, facts);
    if (found.length > 0) return only(found, mapped);
  }
  return (
    byName(customer, facts) ??
    byDomain(customer, facts) ??
    byTaxId(customer, facts) ??
    byFoldedName(customer, facts) ??
    bySimilarName(customer, facts) ??
    nothing
  );
}

const target = (account: AccountFacts) => ({
  id: account.accountId,
  name: account.name,
  detail: [account.domain, account.remoteId].filter((part) => part !== '').join(' · '),
});

const byTenant = (customer: CustomerFacts, { byTenant: groups }: Indexed): Candidate[] =>
  open(groups.get(customer.tenantId), customer).map((account) => candidate(target(account), 'tenantId', ['same tenant id']));

const byRef = (customer: CustomerFacts, { byRef: groups }: Indexed): Candidate[] =>
  [...new Set(customer.refs.flatMap((ref) => open(groups.get(ref), customer)))]
    .filter((account) => !belongsToAnother(account, customer))
    .map((account) => candidate(target(account), 'externalRef', ['the other system names it']));

const byLink = (customer: CustomerFacts, { byLink: groups }: Indexed): Candidate[] =>
  open(groups.get(customer.customerId), customer)
    .filter((account) => !belongsToAnother(account, customer))
    .map((account) => {
      const count = account.linked.get(customer.customerId) ?? 0;
      return candidate(target(account), 'linkedSubscriptions', [`${count} of its subscriptions ${count === 1 ? 'stands' : 'stand'} there`]);
    });

/** An account that names other tenants, and not this one, is not this customer, whatever it is called. */
const belongsToAnother = (account: AccountFacts, { tenantId }: CustomerFacts): boolean =>
  account.tenantIds.length > 0 && !account.tenantIds.includes(tenantId);

/** The account holds subscriptions of somebody, but none of this customer: then a name alone is no proof. */
const holdsOthers = (account: AccountFacts, { customerId }: CustomerFacts): boolean =>
  account.linked.size > 0 && !account.linked.has(customerId);

/** A person's refusal outranks all evidence. */
const open = (accounts: readonly AccountFacts[] | undefined, { closed }: CustomerFacts): AccountFacts[] =>
  (accounts ?? []).filter((account) => !closed.has(account.accountId));

const free = (accounts: readonly AccountFacts[] | undefined, customer: CustomerFacts): AccountFacts[] =>
  open(accounts, customer).filter((account) => !belongsToAnother(account, customer));

function byName(customer: CustomerFacts, facts: Indexed): Suggestion | undefined {
  const name = exact(customer.name);
  const accounts = free(facts.byName.get(name), customer);
  if (name === '' || accounts.length === 0) return undefined;
  const candidates = accounts.map((account) => candidate(target(account), 'exactName', namesSay(account, customer)));
  const isUnique = accounts.length === 1 && facts.customersByName.get(name)?.length === 1;
  if (!isUnique) return conflict(candidates);
  const others = free(facts.byDomain.get(companyDomain(customer.domain) ?? ''), customer).filter((account) => !accounts.includes(account));
  // The name says one account, the domain another: domains come before names, but neither is proof.
  if (others.length > 0 && !accounts.some((account) => sameDomain(account, customer)))
    return conflict([...others.map((account) => sharesDomain(account, customer)), ...candidates]);
  const contradicted = accounts.some((account) => domainsDiffer(account, customer) || holdsOthers(account, customer));
  return only(candidates, contradicted ? suggested : mapped);
}

const namesSay = (account: AccountFacts, customer: CustomerFacts): string[] => [
  'same name',
  ...(sameDomain(account, customer) ? [`same domain ${customer.domain}`] : []),
  ...(domainsDiffer(account, customer) ? [`domain differs: ${customer.domain} / ${account.domain}`] : []),
];

const sameDomain = (account: AccountFacts, customer: CustomerFacts): boolean =>
  companyDomain(customer.domain) !== undefined && account.domain === customer.domain;

/** `contoso.onmicrosoft.com` is every tenant's own and says nothing against another domain. */
const domainsDiffer = (account: AccountFacts, customer: CustomerFacts): boolean => {
  const [ours, theirs] = [companyDomain(customer.domain), companyDomain(account.domain)];
  const isOwn = (domain: string): boolean => /\.onmicrosoft\.(com|us)$|\.partner\.onmschina\.cn$/.test(domain);
  return ours !== undefined && theirs !== undefined && ours !== theirs && !isOwn(ours) && !isOwn(theirs);
};

const sharesDomain = (account: AccountFacts, customer: CustomerFacts): Candidate =>
  candidate(target(account), 'domain', [`same domain ${customer.domain}`, `name differs: ${customer.name} / ${account.name}`]);

function byDomain(customer: CustomerFacts, facts: Indexed): Suggestion | undefined {
  const domain = companyDomain(customer.domain);
  const accounts = domain === undefined ? [] : free(facts.byDomain.get(domain), customer);
  if (domain === undefined || accounts.length === 0) return undefined;
  const candidates = accounts.map((account) => sharesDomain(account, customer));
  return facts.customersByDomain.get(domain)?.length === 1 ? only(candidates, suggested) : conflict(candidates);
}

function byFoldedName(customer: CustomerFacts, facts: Indexed): Suggestion | undefined {
  const name = foldCompany(customer.name);
  const accounts = name === '' ? [] : free(facts.byFolded.get(name), customer);
  if (accounts.length === 0) return undefined;
  const candidates = accounts.map((account) =>
    candidate(target(account), 'foldedName', [`name differs only in form: ${customer.name} / ${account.name}`]),
  );
  return facts.customersByFolded.get(name)?.length === 1 ? only(candidates, suggested) : conflict(candidates);
}

/** The same company's number in both systems, and not in a third one. A person still says so: such numbers are typed by hand. */
function byTaxId(customer: CustomerFacts, facts: Indexed): Suggestion | undefined {
  const accounts = customer.taxId === '' ? [] : free(facts.byTaxId.get(customer.taxId), customer);
  if (accounts.length === 0) return undefined;
  const candidates = accounts.map((account) =>
    candidate(target(account), 'taxId', [`same tax id ${customer.taxId}`, `name differs: ${customer.name} / ${account.name}`]),
  );
  return facts.customersByTaxId.get(customer.taxId)?.length === 1 ? only(candidates, suggested) : conflict(candidates);
}

/** A key that so many accounts share ("group", "solutions") says nothing. */
const mostOfOneKey = 200;
const mostSimilar = 3;

/** Tier 4: names that are only alike. Never more than a suggestion that a person looks at; below the threshold nothing. */
function bySimilarName(customer: CustomerFacts, facts: Indexed): Suggestion | undefined {
  const near = namedKeys(customer.name).flatMap((key) => {
    const accounts = facts.byNamedKey.get(key) ?? [];
    return accounts.length > mostOfOneKey ? [] : accounts;
  });
  const scored = free([...new Set(near)], customer)
    .filter((account) => !holdsOthers(account, customer) && facts.customersByFolded.get(foldCompany(account.name)) === undefined)
    .map((account) => ({ account, score: alikeness(customer.name, account.name) }))
    .filter(({ score }) => score >= leastAlike)
    .sort((a, b) => b.score - a.score || a.account.accountId.localeCompare(b.account.accountId))
    .slice(0, mostSimilar);
  const [best, ...others] = scored.map(({ account, score }) =>
    candidate(target(account), 'similarName', whyAlike(customer, account, score)),
  );
  return best === undefined ? undefined : suggested(best, others);
}

const whyAlike = (customer: CustomerFacts, account: AccountFacts, score: number): string[] => [
  ...(isLookAlike(customer.name, account.name) ? ['looks the same in letters of another alphabet: look who it is'] : []),
  `names are ${score} % alike: ${customer.name} / ${account.name}`,
  ...(domainsDiffer(account, customer) ? [`domain differs: ${customer.domain} / ${account.domain}`] : []),
];

function group<T>(items: readonly T[], keysOf: (item: T) => string | readonly string[]): Groups<T> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const keys = keysOf(item);
    for (const key of new Set(typeof keys === 'string' ? [keys] : keys)) groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
