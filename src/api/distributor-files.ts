import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import * as contract from '../contract/distributor-files.ts';
import {
  type ApplyOutcome,
  applyFile,
  type DistributorFile,
  type FilePreview,
  listFiles,
  previewFile,
  type ReceiveOutcome,
  receiveFile,
} from '../features/distributor-files/index.ts';
import { publicId } from '../model/ids.ts';
import { good, handle, type Mounted, type Refusal, refuse } from './handle.ts';
import { type SentFile, serveUpload, type UploadDeps } from './uploads.ts';

const present = (file: DistributorFile, isInUse: boolean): z.input<typeof contract.DistributorFile> => ({
  id: publicId('distributorFile', file.fileId),
  connectionId: publicId('connection', file.connectionId),
  name: file.name,
  sha256: file.hash,
  bytes: file.bytes,
  receivedAt: file.receivedAt.toString(),
  receivedBy: file.receivedBy,
  isInUse,
  applied:
    file.applied === undefined
      ? null
      : {
          kind: file.applied.kind,
          asOf: file.applied.asOf.toString(),
          at: file.applied.at.toString(),
          by: file.applied.by,
          effects: file.applied.counts,
        },
});

const shownProblems = 200;

const shownCharges = 20;

const presentInvoice = ({ number, period, charges, periods, sums, control, isKnown }: FilePreview['invoices'][number]) => ({
  ...{ number, period: period ?? null, lines: charges.length, periods, control: control ?? null, isKnown },
  sums: [...sums],
  charges: charges.slice(0, shownCharges).map(({ line, item }) => ({
    ...{ line, companyName: item.companyName, productName: item.productName, type: item.type, startPeriod: item.startPeriod },
    ...{ endPeriod: item.endPeriod, quantity: item.quantity, costTotal: item.costTotal, currencyCode: item.currencyCode },
  })),
});

const presentPreview = (preview: FilePreview): z.input<typeof contract.DistributorFilePreview> => ({
  file: present(preview.file, preview.isInUse),
  kind: preview.kind,
  asOf: preview.asOf.toString(),
  headings: [...preview.headings],
  columns: preview.columns,
  unread: [...preview.unread],
  missing: preview.missing.map((group) => [...group]),
  effects: preview.effects,
  badLines: preview.badLines,
  problems: preview.problems.slice(0, shownProblems),
  customers: preview.customers.map(({ remoteId, name, domain, tenantIds }) => ({ remoteId, name, domain, tenantIds: [...tenantIds] })),
  subscriptions: preview.subscriptions.map((each) => ({
    remoteId: each.remoteId,
    accountRemoteId: each.accountRemoteId,
    productName: each.productName,
    microsoftId: each.microsoftId ?? null,
    term: each.term,
    frequency: each.frequency,
    seats: each.seats,
    status: each.status,
    unitCost: each.unitCost ?? null,
    currency: each.currency ?? null,
    endsOn: each.endsOn ?? null,
  })),
  invoices: preview.invoices.map(presentInvoice),
  isInUse: preview.isInUse,
  isOlder: preview.isOlder,
  losesMany: preview.losesMany,
  token: preview.token,
});

const unknown = refuse('not_found', 'There is no such file, or its connection was removed.');

function refuseApplying(outcome: Extract<ApplyOutcome, { status: 'refused' }>): Refusal {
  switch (outcome.because) {
    case 'unknown':
      return unknown;
    case 'stale':
      return refuse('precondition_failed', 'Another file was applied since, or this one is read in another way now.', {
        hint: 'Look at the preview again and apply that.',
      });
    case 'paused':
      return refuse('conflict', 'This connection is paused.', { hint: 'Switch it on again first.' });
    case 'inFuture':
      return refuse('invalid', 'The day of the file is not over yet.', {
        errors: [{ pointer: '/asOf', code: 'in_future', detail: 'lies in the future' }],
      });
    case 'unreadable':
      return refuse('file_unusable', unreadable(outcome.preview), { hint: 'Say in `columns` which heading each field is read from.' });
    case 'losesMany': {
      const { customers, subscriptions } = outcome.preview.effects;
      return refuse('conflict', `More than half would be gone: ${customers.gone} customers, ${subscriptions.gone} subscriptions.`, {
        hint: 'If the file is whole and they are gone, apply it with `acceptGone`.',
      });
    }
  }
}

const unreadable = ({ missing }: FilePreview): string =>
  missing.length > 0
    ? `The file has no column for ${missing.map((group) => group.join(' or ')).join('; ')}.`
    : 'No line of the file can be taken.';

/** A calendar day that a person names stands for all of it: what is later on that day is not known to be otherwise. */
const instantOf = (day: string | undefined, now: Temporal.Instant): { readonly asOf?: Temporal.Instant } => {
  if (day === undefined) return {};
  const [end, today] = [Temporal.Instant.from(`${day}T23:59:59Z`), now.toString().slice(0, 10)];
  return { asOf: day === today ? Temporal.Instant.from(`${day}T00:00:00Z`) : end };
};

export const distributorFileRoutes: readonly Mounted[] = [
  handle(contract.listDistributorFiles, async ({ context, params }) => {
    const files = await listFiles(context, params.id);
    return files === undefined
      ? refuse('not_found', 'There is no such connection.')
      : good({ data: files.map((file) => present(file, file.isInUse)) });
  }),
  handle(contract.previewDistributorFile, async ({ context, params, body: { asOf, ...wish } }) => {
    const preview = await previewFile(context, params.id, { ...wish, ...instantOf(asOf, context.clock.now()) });
    return preview === undefined ? unknown : good(presentPreview(preview));
  }),
  handle(contract.applyDistributorFile, async ({ context, params, body: { asOf, ...wish } }) => {
    const outcome = await applyFile(context, params.id, { ...wish, ...instantOf(asOf, context.clock.now()) });
    if (outcome.status === 'refused') return refuseApplying(outcome);
    return good({ jobId: outcome.jobId === undefined ? null : publicId('job', outcome.jobId) });
  }),
];

const refusals: Readonly<Record<Extract<ReceiveOutcome, { status: 'refused' }>['because'], Refusal>> = {
  unknownConnection: refuse('not_found', 'There is no such connection.'),
  notByFile: refuse('file_unusable', 'This connection is read by itself: files are for a distributor by file.', {
    hint: 'Add a connection of the kind distributorFile, or upload to that one.',
  }),
};

/** A file of 100,000 subscriptions is some 30 MB. */
const mostBytes = 64 << 20;

/** `POST /distributor-files`: one file, kept as it comes. */
export const serveDistributorFiles = (server: FastifyInstance, deps: UploadDeps): Promise<void> =>
  serveUpload(server, deps, { route: contract.uploadDistributorFile, mostFiles: 1, mostBytes }, async ({ context, query, files }) => {
    const outcome = await first(files, (file) => receiveFile(context, query.connectionId, file));
    if (outcome === undefined) return refuse('file_unusable', 'There is no file in the request.');
    return outcome.status === 'refused' ? refusals[outcome.because] : { reply: present(outcome.file, false) };
  });

/** Of the only file. It is done with before the form is let go: one that was refused is not read to its end. */
async function first<T>(files: AsyncIterable<SentFile>, take: (file: SentFile) => Promise<T>): Promise<T | undefined> {
  for await (const file of files) {
    const taken = await take(file);
    return taken;
  }
  return undefined;
}
