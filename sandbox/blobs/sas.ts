import { createHmac } from 'node:crypto';
import { Seeded } from '../../src/lib/seeded.ts';
import type { World } from '../world/world.ts';

/** What a link to a directory of blobs says. */
type Signed = { readonly st: string; readonly se: string; readonly sp: string; readonly sr: string; readonly sdd: string };

const second = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** Container and folders: `/billedusagefastpath/v1/PartnerTenantId=...` has a depth of two. */
const depthOf = (directory: string): string => String(directory.split('/').length - 2);

/** The key that signs follows from the world's seed, so that links outlive a restart. */
const signatureOf = (world: World, host: string, directory: string, { st, se, sp, sr, sdd }: Signed): string =>
  createHmac('sha256', `${String(world.options.seed)}/storage/${host}`)
    .update([directory, st, se, sp, sr, sdd].join('\n'))
    .digest('base64');

/** A token that lets its bearer read the blobs below a directory for some minutes: a user delegation signature. */
export function sasToken(world: World, host: string, directory: string, minutes: number): string {
  const nowMs = world.clock.nowMs();
  const random = new Seeded(`${String(world.options.seed)}/storage/${host}`);
  const [start, end] = [second(nowMs), second(nowMs + minutes * 60_000)];
  const signed: Signed = { st: start, se: end, sp: 'r', sr: 'd', sdd: depthOf(directory) };
  const { st, se, sp, sr, sdd } = signed;
  const token = new URLSearchParams({
    skoid: random.uuid(),
    sktid: random.uuid(),
    skt: start,
    ske: end,
    sks: 'b',
    skv: '2021-08-06',
    sv: '2021-08-06',
    st,
    se,
    sr,
    sp,
    sig: signatureOf(world, host, directory, signed),
    sdd,
  });
  return token.toString();
}

/** Why a link does not open, in the words of the storage service; undefined when it does. */
export type SasProblem = { readonly detail: string };

/** Looks at the token of a request for something below a directory. */
export function sasProblem(world: World, host: string, path: string, query: URLSearchParams): SasProblem | undefined {
  const of = (name: string): string => query.get(name) ?? '';
  const signed: Signed = { st: of('st'), se: of('se'), sp: of('sp'), sr: of('sr'), sdd: of('sdd') };
  const directory = directoryOf(path, signed.sdd);
  if (directory === undefined || of('sig') !== signatureOf(world, host, directory, signed)) {
    return { detail: 'Signature did not match.' };
  }
  const nowMs = world.clock.nowMs();
  if (nowMs >= Date.parse(signed.se) || nowMs < Date.parse(signed.st) - 1000) {
    const [start, end, now] = [signed.st, signed.se, second(nowMs)].map((instant) => new Date(instant).toUTCString());
    return {
      detail: `Signature not valid in the specified time frame: Start [${start ?? ''}] - Expiry [${end ?? ''}] - Current [${now ?? ''}]`,
    };
  }
  return undefined;
}

function directoryOf(path: string, depth: string): string | undefined {
  if (!/^\d{1,2}$/.test(depth)) return undefined;
  const parts = path.split('/');
  const count = Number(depth) + 2;
  return parts.length > count ? parts.slice(0, count).join('/') : undefined;
}
