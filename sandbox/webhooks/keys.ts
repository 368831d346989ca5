import type { World } from '../world/world.ts';
import { type Authority, makeAuthority } from './authority.ts';

const kind = 'webhooks.authorityMade';

const inFlight = new WeakMap<World, Promise<Authority>>();

/** The last one made in this process: worlds that replace each other share it, as Microsoft's certificate outlives our resets. */
let latest: { readonly madeFor: Temporal.Instant; readonly authority: Authority } | undefined;

/** Certificates begin a year before the instant they are made for. */
const validHours = 300 * 24;

/** The authority of a world: from its log, so that a restart signs with the same keys, or made at first use. */
export function authorityOf(world: World): Promise<Authority> {
  const running = inFlight.get(world);
  if (running !== undefined) return running;
  const started = findOrMake(world);
  inFlight.set(world, started);
  return started;
}

async function findOrMake(world: World): Promise<Authority> {
  const about = world.events.find((event) => event.kind === kind)?.about;
  if (about !== undefined) {
    const text = (name: string) => about[name] ?? '';
    return {
      root: { certificate: text('rootCertificate'), privateKey: text('rootKey') },
      signer: { certificate: text('signerCertificate'), privateKey: text('signerKey') },
    };
  }
  const now = world.clock.now();
  if (latest === undefined || Math.abs(now.since(latest.madeFor).total('hours')) > validHours) {
    latest = { madeFor: now, authority: await makeAuthority(now) };
  }
  const { authority } = latest;
  world.apply({
    kind,
    actor: { kind: 'system', name: 'Microsoft' },
    cause: 'webhooks',
    about: {
      rootCertificate: authority.root.certificate,
      rootKey: authority.root.privateKey,
      signerCertificate: authority.signer.certificate,
      signerKey: authority.signer.privateKey,
    },
    changes: [],
  });
  return authority;
}
