import type { ProblemList } from '../problem.ts';

/** Who charges on a line: the partner tenant, the invoice, its currency; and where that begins. */
export type SeenAccount = { readonly partnerId: string; readonly invoice: string; readonly currency: string; readonly line: number };

type Place = { readonly file: string; readonly line: number };

const iso4217: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** What the lines of one export say about whose they are: one partner account, one invoice, currencies that exist. */
export class AccountCheck {
  readonly #partner: string | undefined;
  readonly #partners = new Map<string, Place>();
  readonly #invoices = new Map<string, Place>();
  readonly #currencies = new Map<string, Place>();
  /** Whether lines were refused. */
  hasForeign = false;

  /** `partner`: the tenant whose files these must be; undefined when any will do. */
  constructor(partner: string | undefined) {
    this.#partner = partner?.trim().toLowerCase();
  }

  /** Whether its lines may be used: not when they are of another partner than was said. */
  isOurs({ partnerId }: Pick<SeenAccount, 'partnerId'>): boolean {
    return this.#partner === undefined || partnerId === '' || partnerId === this.#partner;
  }

  /** Notes it, and answers as `isOurs`. */
  see(account: SeenAccount, file: string): boolean {
    const { partnerId, invoice, currency, line } = account;
    const isOurs = this.isOurs(account);
    note(this.#partners, partnerId, { file, line });
    if (!isOurs) {
      this.hasForeign = true;
      return false;
    }
    note(this.#invoices, invoice, { file, line });
    note(this.#currencies, currency.toUpperCase(), { file, line });
    return true;
  }

  /**
   * Whether no line is of a partner account whose subscriptions the estate holds: held against it every line would be a false finding.
   * `estate`: the tenants of the estate, lower case; one that names none refuses nothing.
   */
  isForeignTo(estate: ReadonlySet<string> | undefined): boolean {
    return this.#partners.size > 0 && estate !== undefined && estate.size > 0 && this.#partners.keys().every((one) => !estate.has(one));
  }

  tellForeign(estate: ReadonlySet<string>, problems: ProblemList): void {
    const [partner = '', place] = this.#partners.entries().next().value ?? [];
    problems.add({
      code: 'partner_wrong',
      ...(place ?? { file: '', line: 0 }),
      column: 'PartnerId',
      message: `The lines are of partner tenant ${partner}, the subscriptions (estate) of ${[...estate].slice(0, 5).join(', ')}; the lines were not used.`,
      hint: 'Give the invoice and the estate of the same partner account.',
      partial: true,
    });
  }

  tell(problems: ProblemList): void {
    this.#tellPartners(problems);
    const [first, ...others] = this.#invoices.keys();
    for (const invoice of others) {
      problems.add({
        code: 'invoices_mixed',
        ...placeIn(this.#invoices, invoice),
        column: 'InvoiceNumber',
        message: `Lines of several invoices in one export: ${first ?? ''} before, ${invoice} from here on.`,
        hint: 'Give each invoice as its own --invoice: sums of several tie to no header.',
        partial: true,
      });
    }
    for (const [currency, place] of this.#currencies) {
      if (iso4217.has(currency)) continue;
      const message = `"${currency.slice(0, 20)}" is no currency of ISO 4217; its lines were used and are summed apart.`;
      problems.add({ code: 'currency_unknown', ...place, column: 'Currency', message, hint: 'Check the file.', partial: false });
    }
  }

  #tellPartners(problems: ProblemList): void {
    const wanted = this.#partner;
    for (const [partner, place] of this.#partners) {
      if (wanted === undefined || partner === wanted) continue;
      problems.add({
        code: 'partner_wrong',
        ...place,
        column: 'PartnerId',
        message: `The lines are of partner tenant ${partner}, not of ${wanted}; they were not used.`,
        hint: 'Give the files of the right partner account, or its tenant as --partner.',
        partial: true,
      });
    }
    const [first, second] = this.#partners.keys();
    if (wanted !== undefined || first === undefined || second === undefined) return;
    const message = `Lines of several partner tenants in one export: ${first} before, ${second} from here on.`;
    const hint = 'Say --partner TENANT to use those of one only.';
    problems.add({ code: 'partners_mixed', ...placeIn(this.#partners, second), column: 'PartnerId', message, hint, partial: false });
  }
}

function note(places: Map<string, Place>, name: string, place: Place): void {
  if (name !== '' && !places.has(name) && places.size < 50) places.set(name, place);
}

const placeIn = (places: ReadonlyMap<string, Place>, name: string): Place => places.get(name) ?? { file: '', line: 0 };
