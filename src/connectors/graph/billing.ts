import type { Clock } from '../../lib/clock.ts';
import { Fault } from '../../lib/errors.ts';
import { retryAfterMs } from '../../lib/retry-after.ts';
import type { BillingExport } from '../../model/billing.ts';
import { isRemoteError } from '../../platform/http/fault.ts';
import type { Billing, BillingManifest, RemoteFile } from '../ports.ts';
import type { BillingClient } from './billing-client.ts';
import { WireManifest, type WireOperationOfExport } from './schema.ts';

type Options = { readonly client: BillingClient; readonly clock: Clock; readonly tenantId: string };

/** How long an export may take. Ours: the reference names no limit; one that takes longer is asked for again by the next reading. */
const patience = { minutes: 45 };
const usualPauseMs = 10_000;
/** Operations and manifests end; then the export is asked for once more (reference 12: 404 or 410). */
const mostAsks = 3;

type Step = { readonly is: 'ready'; readonly manifest: WireManifest } | { readonly is: 'noData' } | { readonly is: 'gone' };

/** Microsoft's billing export: ask, look until it is done, read the manifest. */
export function createExport({ client, clock, tenantId }: Options): NonNullable<Billing['export']> {
  return async (wanted, signal) => {
    for (let ask = 1; ask <= mostAsks; ask += 1) {
      const step = await carryOut(client, clock, wanted, signal);
      if (step.is === 'noData') return undefined;
      if (step.is === 'ready') return readManifest(client, step.manifest, tenantId);
    }
    throw exportFault('export_gone', 'The billing export was gone before it could be read');
  };
}

async function carryOut(client: BillingClient, clock: Clock, wanted: BillingExport, signal: AbortSignal | undefined): Promise<Step> {
  const location = await client.ask(wanted, signal);
  if (location === undefined)
    throw exportFault('export_unreadable', 'Microsoft took the request for an export and did not say where it is');
  try {
    return await watch(client, clock, location, signal);
  } catch (error) {
    if (isRemoteError(error, 'remote_not_found') || (isRemoteError(error) && error.facts.status === 410)) return { is: 'gone' };
    throw error;
  }
}

async function watch(client: BillingClient, clock: Clock, location: string, signal: AbortSignal | undefined): Promise<Step> {
  const until = clock.now().add(patience);
  for (;;) {
    const { body, answer } = await client.operation(location, signal);
    const state = stateOf(body);
    if (state === 'done') return { is: 'ready', manifest: await manifestOf(client, body, signal) };
    if (state === 'failed') return failed(body);
    if (Temporal.Instant.compare(clock.now(), until) > 0)
      throw exportFault('export_slow', 'Microsoft has not finished a billing export in time');
    await clock.sleep(Math.max(250, retryAfterMs(answer.headers['retry-after'], clock.now()) ?? usualPauseMs), signal);
  }
}

/** Type and status say it, in several spellings (reference 12: `completed` and `succeeded`); what is neither goes on. */
export function stateOf(operation: WireOperationOfExport): 'done' | 'failed' | 'goesOn' {
  const type = operation['@odata.type']?.split('.').at(-1)?.toLowerCase();
  const status = operation.status?.toLowerCase();
  if (type === 'failedoperation' || status === 'failed') return 'failed';
  return type === 'exportsuccessoperation' || status === 'succeeded' || status === 'completed' ? 'done' : 'goesOn';
}

/** `5000` is no trouble: there is nothing to export. It comes with status 200. */
function failed({ error }: WireOperationOfExport): Step {
  if (error?.code === '5000') return { is: 'noData' };
  throw exportFault(
    'export_failed',
    `Microsoft could not make the billing export: ${error?.message ?? 'it does not say why'}`,
    error?.code,
  );
}

function manifestOf(client: BillingClient, body: WireOperationOfExport, signal: AbortSignal | undefined): Promise<WireManifest> {
  const inside = WireManifest.safeParse(body.resourceLocation);
  if (inside.success) return Promise.resolve(inside.data);
  const link = body['resourceLocation@odata.navigationLink'];
  if (link === undefined)
    throw exportFault('export_unreadable', 'The billing export is done, and its answer says neither what it holds nor where');
  return client.manifest(link, signal);
}

const formats = ['compressedjson', 'compressedjsonlines'];

/** Checks a manifest and turns its blobs into files. */
export function readManifest(client: Pick<BillingClient, 'blob'>, manifest: WireManifest, tenantId: string): BillingManifest {
  const { partnerTenantId, dataFormat, blobs, blobCount } = manifest;
  if (partnerTenantId !== undefined && partnerTenantId.toLowerCase() !== tenantId.toLowerCase()) {
    throw new Fault(
      'wrong_tenant',
      'needs_operator',
      `The billing export is of the partner ${partnerTenantId}, the connection is ${tenantId}`,
      {
        remote: 'graph',
        hint: 'Sign in with a user of the connection\u2019s own tenant.',
      },
    );
  }
  if (dataFormat !== undefined && !formats.includes(dataFormat.toLowerCase()))
    throw new Fault('export_unreadable', 'permanent', `The billing export is written as ${dataFormat}, which nobody here can read`, {
      remote: 'graph',
    });
  if (blobCount !== undefined && blobCount !== blobs.length)
    throw exportFault('export_unreadable', `The manifest of the billing export announces ${blobCount} files and names ${blobs.length}`);
  return { eTag: manifest.eTag, files: blobs.map(({ name }) => fileOf(client, manifest, name)) };
}

function fileOf(client: Pick<BillingClient, 'blob'>, { rootDirectory, sasToken }: WireManifest, name: string): RemoteFile {
  // A name that leads out of its folder is none of this export.
  if (name.split('/').some((part) => part === '' || part === '.' || part === '..'))
    throw new Fault('export_unreadable', 'permanent', `The manifest names a file outside its folder: ${name.slice(0, 100)}`, {
      remote: 'graph',
    });
  const url = `${rootDirectory.replace(/\/+$/, '')}/${name.split('/').map(encodeURIComponent).join('/')}?${sasToken.replace(/^\?/, '')}`;
  return { name, open: (signal) => readBlob(client, url, signal) };
}

async function* readBlob(client: Pick<BillingClient, 'blob'>, url: string, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  try {
    yield* await client.blob(url, signal);
  } catch (error) {
    // The key lives about twelve hours (reference 12): another export brings another key.
    if (!isRemoteError(error, 'remote_forbidden') && !isRemoteError(error, 'remote_not_found')) throw error;
    throw exportFault('export_gone', 'The files of the billing export are no longer there for us', undefined, error);
  }
}

const exportFault = (code: string, message: string, remoteCode?: string, cause?: unknown): Fault =>
  new Fault(
    code,
    'retryable',
    message,
    { remote: 'graph', hint: 'It is asked for again with the next reading.', ...(remoteCode === undefined ? {} : { remoteCode }) },
    cause,
  );
