import { createHash } from 'node:crypto';
import { isAppError } from '../../lib/errors.ts';
import { type InvoiceProvider, Month } from '../../model/invoice.ts';
import { inflate } from '../../platform/blobs/inflate.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { findConnection } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { checkEncoding } from '../reconciliation/files/read/index.ts';
import { columnNames } from './column-names.ts';
import type { GivenHeader, ImportInvoice, ImportOutcome, ImportWatch } from './import-input.ts';
import { keepAll } from './keep-all.ts';
import { type NearestKind, nearestKind } from './nearest-kind.ts';
import { detectKind, familyOf, profiles } from './profiles.ts';
import { addFacts, commonest, type Facts } from './scan/facts.ts';
import { type InvoiceFile, type KeptFile, located, lookAt } from './scan/keep-file.ts';
import { readKnown } from './scan/known.ts';
import { settleVersion } from './settle-version.ts';
import { distinctFiles, type Staging, stageVersion } from './stage-version.ts';
import { dropParts, ensureInvoice, keepPart, moveInvoice, readParts } from './store.ts';

const providers = { microsoft: 'microsoft', distributor: 'distributor', psa: undefined } as const satisfies Record<
  string,
  InvoiceProvider | undefined
>;

type Sighted = {
  readonly provider: InvoiceProvider;
  readonly ownTenant: string | undefined;
  readonly kind: NonNullable<ImportInvoice['kind']>;
};

/**
 * Keeps all files of one invoice whole, as its next version: by sync, upload or command line. What is here already is not read into it twice,
 * whatever its names and order. Killed, it is simply called again: what is kept of its files is not kept anew, and nothing counts twice (P16).
 */
export async function importInvoice(context: Context, input: ImportInvoice, watch: ImportWatch = {}): Promise<ImportOutcome> {
  const sighted = await sight(context, input);
  if ('status' in sighted) return sighted;
  await expect(context, input, sighted);
  const key = importKey(context, input, sighted);
  const kept = await keepFiles(context, input, sighted, key, watch);
  if ('status' in kept) return kept;
  const staged = await inScope(context.db, everything, (tx) => stageVersion(context, tx, staging(context, input, sighted, kept)));
  const settled = await settleVersion(context, staged.invoiceId, staged.n, watch);
  await inScope(context.db, everything, (tx) => dropParts(tx, key));
  return { status: 'imported', ...staged, ...settled };
}

/** Whose files they are and of what kind; before anything of them is kept. */
async function sight(
  context: Context,
  { connectionId, kind, files }: ImportInvoice,
): Promise<Sighted | Extract<ImportOutcome, { status: 'refused' }>> {
  const connection = await findConnection(context, connectionId);
  if (connection === undefined) return { status: 'refused', because: 'unknownConnection' };
  const provider = providers[connection.side as keyof typeof providers];
  if (provider === undefined) return { status: 'refused', because: 'notASupplier' };
  const [first] = files;
  if (first === undefined) return { status: 'refused', because: 'noFiles' };
  const known = kind === undefined ? await kindOfFile(first) : { kind };
  if (known.kind === undefined) return { status: 'refused', because: 'kindUnknown', file: first.name, nearest: known.nearest };
  const ownTenant = connection.settings.kind === 'partnerCenter' ? connection.settings.tenantId.toLowerCase() : undefined;
  return { provider, ownTenant, kind: known.kind };
}

type KnownKind = { readonly kind: Sighted['kind'] } | { readonly kind: undefined; readonly nearest: NearestKind | undefined };

async function kindOfFile(file: InvoiceFile): Promise<KnownKind> {
  const { content } = inflate(file.name, file.open());
  try {
    const { first, format } = await lookAt(content);
    checkEncoding(first);
    const names = columnNames(first, format);
    const kind = detectKind(names, format);
    return kind === undefined ? { kind, nearest: nearestKind(names, format) } : { kind };
  } catch (error) {
    throw isAppError(error) ? located(file.name, 0, error) : error;
  } finally {
    await content.return(undefined);
  }
}

/** An invoice whose number is said shows from the beginning that it is being imported. */
async function expect(context: Context, { connectionId, header }: ImportInvoice, { provider, kind }: Sighted): Promise<void> {
  const { number, period, currency } = header ?? {};
  if (header === undefined || number === undefined || period === undefined) return;
  await inScope(context.db, everything, async (tx) => {
    const now = context.clock.now();
    const invoice = await ensureInvoice(
      tx,
      { provider, connectionId, kind, number, period, currency },
      { invoiceId: context.ids(), header, now },
    );
    if (invoice.state === 'expected') await moveInvoice(tx, invoice.invoiceId, 'importing', now);
  });
}

const markOf = ({ resumeKey, manifestEtag }: ImportInvoice): string | undefined => resumeKey ?? manifestEtag;

/** The same manifest is the same import; without anything that says so, every import stands for itself. */
function importKey(context: Context, input: ImportInvoice, { kind }: Sighted): string {
  const { connectionId, header } = input;
  const mark = markOf(input);
  if (mark === undefined) return context.ids();
  const parts = [connectionId, familyOf(kind), header?.number, header?.period, header?.currency, mark];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Files of one import are gone on with each by itself. */
const goesOnAs = (key: string, kind: Sighted['kind'], file: string): string =>
  createHash('sha256')
    .update(JSON.stringify([key, kind, file]))
    .digest('hex');

type Kept = readonly { readonly name: string; readonly file: KeptFile }[];

async function keepFiles(
  context: Context,
  input: ImportInvoice,
  { provider, ownTenant, kind }: Sighted,
  key: string,
  watch: ImportWatch,
): Promise<Kept | Extract<ImportOutcome, { status: 'refused' }>> {
  const { connectionId, files } = input;
  const { parts, known } = await inScope(context.db, everything, async (tx) => ({
    parts: await readParts(tx, key),
    known: await readKnown(tx, provider, connectionId),
  }));
  const kept = await keepAll(
    files,
    {
      profile: profiles[kind],
      known,
      partner: ownTenant,
      blobs: context.blobs,
      before: (name) => {
        const before = parts.get(name);
        return before !== undefined && context.blobs.has(before.hash) ? before : undefined;
      },
      names: (name) => ({
        id: context.ids(),
        goesOnAs: markOf(input) === undefined ? undefined : goesOnAs(key, kind, name),
      }),
      onKept: (name, file) => inScope(context.db, everything, (tx) => keepPart(tx, key, name, file, context.clock.now())),
    },
    watch,
  );
  if (!('foreignTenant' in kept)) return kept;
  await inScope(context.db, everything, (tx) => dropParts(tx, key));
  return { status: 'refused', because: 'wrongPartner', fileTenant: kept.foreignTenant, ownTenant: ownTenant ?? '', file: kept.file };
}

/** What is not said is what most lines say. */
function staging(context: Context, input: ImportInvoice, { provider, kind }: Sighted, kept: Kept): Staging {
  const files = distinctFiles(kept);
  const facts = addFacts(files.map(({ file }) => file.facts));
  const header = withCurrency(input.header ?? {}, facts);
  const period = header.period ?? commonest(facts.months, isMonth) ?? context.clock.now().toString().slice(0, 7);
  const number = header.number ?? (isBilled(kind) ? commonest(facts.numbers, (name) => name !== '') : undefined) ?? '';
  return {
    identity: { provider, connectionId: input.connectionId, kind, number, period, currency: header.currency },
    header,
    source: input.source,
    etag: input.manifestEtag,
    files,
    missing: input.missing ?? [],
  };
}

const isBilled = (kind: Sighted['kind']): boolean => kind !== 'unbilledReconciliation' && kind !== 'unbilledUsage';
const isMonth = (text: string): boolean => Month.safeParse(text).success;

const withCurrency = (header: GivenHeader, { sums }: Facts): GivenHeader =>
  header.currency === undefined && sums.length === 1 ? { ...header, currency: sums[0]?.currency } : header;
