import { setTimeout as sleep } from 'node:timers/promises';
import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import { dayMs } from '../../world/estate/times.ts';
import type { BillingExport } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import type { Call } from '../call.ts';
import { type GraphRefusal, notFound, refuse } from '../errors.ts';
import { exportBilled, exportUnbilled } from './ask.ts';
import { billingRoute, root } from './call.ts';
import { formOf } from './form.ts';
import { manifestAnswer } from './manifests.ts';
import { type StoredBlob, storedOf } from './stored.ts';

/** Real time for which a poll waits for the blobs; one that takes longer goes on running for the caller. */
const patienceMs = 2000;

const isGone = (world: World, row: BillingExport): boolean => Date.parse(row.doneAt) + formOf(row).linkDays * dayMs <= world.clock.nowMs();

const gone = (row: BillingExport): GraphRefusal =>
  formOf(row).goneStatus === 404 ? notFound() : refuse(410, 'Gone', 'The resource is no longer available. Request the export again.');

async function getOperation(call: Call): Promise<RemoteAnswer | GraphRefusal> {
  const { world, account, params } = call;
  const row = world.tables.billingExports.get((params['operationId'] ?? '').toLowerCase());
  if (row?.accountId !== account.id) return notFound();
  if (isGone(world, row)) return gone(row);
  const now = world.now();
  if (now < row.runsAt) return progress(call, row, 'notStarted', row.requestedAt);
  if (now < row.doneAt) return progress(call, row, 'running', row.runsAt);
  const blobs = await Promise.race([storedOf(world, row), sleep(patienceMs, undefined, { ref: false })]);
  return blobs === undefined ? progress(call, row, 'running', row.runsAt) : done(call, row, blobs);
}

const typeOf = (kind: string): string => `#microsoft.graph.partners.billing.${kind}`;

/** What every state of an operation says. */
const core = ({ request }: Call, row: BillingExport, kind: string, status: string) => ({
  '@odata.context': `${request.linkBase}/v1.0/$metadata#reports/partners/billing/operations/$entity`,
  '@odata.type': typeOf(kind),
  id: row.id,
  status,
  createdDateTime: row.requestedAt,
});

const progress = (call: Call, row: BillingExport, status: string, lastActionDateTime: string): RemoteAnswer =>
  json(
    200,
    { ...core(call, row, 'runningOperation', status), lastActionDateTime },
    { 'retry-after': String(formOf(row).retryAfterSeconds) },
  );

/** Done: with blobs, or without data, which is an error inside an answer with status 200. */
function done(call: Call, row: BillingExport, blobs: readonly StoredBlob[]): RemoteAnswer {
  const lastActionDateTime = row.doneAt;
  if (blobs.length === 0) {
    const error = { message: 'No data available', code: '5000' };
    return json(200, { ...core(call, row, 'failedOperation', 'failed'), lastActionDateTime, error });
  }
  const form = formOf(row);
  const link = `${call.request.linkBase}${root}/manifests/${row.manifestId}`;
  return json(200, {
    ...core(call, row, 'exportSuccessOperation', form.statusText),
    lastActionDateTime,
    ...(form.manifest === 'inline'
      ? { resourceLocation: manifestAnswer(call, row, blobs) }
      : { 'resourceLocation@odata.navigationLink': link }),
  });
}

async function getManifest(call: Call): Promise<RemoteAnswer | GraphRefusal> {
  const { world, account, params, request } = call;
  const id = (params['manifestId'] ?? '').toLowerCase();
  const row = world.tables.billingExports.by('accountId', account.id).find((one) => one.manifestId === id);
  if (row === undefined || row.doneAt > world.now()) return notFound();
  if (isGone(world, row)) return gone(row);
  const blobs = await storedOf(world, row);
  if (blobs.length === 0) return notFound();
  return json(200, {
    '@odata.context': `${request.linkBase}/v1.0/$metadata#reports/partners/billing/manifests/$entity`,
    ...manifestAnswer(call, row, blobs),
  });
}

/** The export of billing data, `/v1.0/reports/partners/billing`: ask, poll, read the manifest; the blobs lie at the storage service. */
export const billingRoutes: readonly Route[] = [
  billingRoute('POST', '/reconciliation/billed/export', exportBilled('reconciliation')),
  billingRoute('POST', '/reconciliation/unbilled/export', exportUnbilled('reconciliation')),
  billingRoute('POST', '/usage/billed/export', exportBilled('usage')),
  billingRoute('POST', '/usage/unbilled/export', exportUnbilled('usage')),
  billingRoute('GET', '/operations/{operationId}', getOperation),
  billingRoute('GET', '/manifests/{manifestId}', getManifest),
];
