import { createHash } from 'node:crypto';
import { canonicalJson } from '../lib/canonical.ts';
import type { Clock } from '../lib/clock.ts';
import { Fault } from '../lib/errors.ts';
import { assertNever } from '../lib/must.ts';
import { cloudHosts } from '../model/cloud.ts';
import type { ConnectionSettings } from '../model/connection.ts';
import type { ReadFiles } from '../model/distributor-file/books.ts';
import type { HttpClient } from '../platform/http/call.ts';
import { createClient as createConnectWiseClient } from './connectwise/client.ts';
import { siteOf } from './connectwise/codebase.ts';
import { createConnectWise } from './connectwise/connector.ts';
import { joinDelegation } from './delegation.ts';
import { createDistributorFile } from './distributor-file/connector.ts';
import { createExport } from './graph/billing.ts';
import { createBillingClient } from './graph/billing-client.ts';
import { createClient as createGraphClient } from './graph/client.ts';
import { createAccess } from './graph/connector.ts';
import { createLicences, createReach } from './graph/licences.ts';
import { exportCheck } from './graph/verify-export.ts';
import { createSignIn as createIngramSignIn } from './ingram/auth.ts';
import { createClient as createIngramClient, baseOf as ingramBase } from './ingram/client.ts';
import { createIngram } from './ingram/connector.ts';
import { createSignIn as createPartnerSignIn, type Exclusively } from './partner-center/auth.ts';
import { createClient as createPartnerCenterClient } from './partner-center/client.ts';
import { createPartnerCenter } from './partner-center/connector.ts';
import { createConsents } from './partner-center/consents.ts';
import { createPriceSheets } from './partner-center/prices.ts';
import { networkCheck } from './partner-center/verify-network.ts';
import { createSignIn as createPax8SignIn } from './pax8/auth.ts';
import { baseOf, createClient as createPax8Client } from './pax8/client.ts';
import { createPax8 } from './pax8/connector.ts';
import type { Distributor, DistributorAccounts, Marketplace, OpenRemote, Psa, Remote } from './ports.ts';
import { createSignIn as createTdSynnexSignIn } from './td-synnex/auth.ts';
import { createClient as createTdSynnexClient, baseOf as tdSynnexBase } from './td-synnex/client.ts';
import { createTdSynnex } from './td-synnex/connector.ts';

export type RegistryOptions = {
  readonly http: HttpClient;
  readonly clock: Clock;
  /** Lets one process at a time redeem a connection's refresh token; without it, only this process is kept in line. */
  readonly exclusively?: Exclusively;
  /** Files of distributors that were taken; without it there are none. */
  readonly readFiles?: ReadFiles;
};

type Connection = Parameters<OpenRemote>[0];
type Settings<Kind extends ConnectionSettings['kind']> = Extract<ConnectionSettings, { kind: Kind }>;

type Opened = { readonly likeness: string; readonly remote: Remote; readonly adopt: (connection: Connection) => void };

/**
 * Opens the remote behind a connection: the only place that knows which connector serves which kind. A connection that is opened again with
 * the same settings and keys shares its sign-in, so that one process asks for one token.
 */
export function createOpenRemote(options: RegistryOptions): OpenRemote {
  const opened = new Map<string, Opened>();
  return (connection) => {
    const likeness = likenessOf(connection);
    const known = opened.get(connection.connectionId);
    if (known?.likeness === likeness) {
      known.adopt(connection);
      return known.remote;
    }
    const made = { likeness, ...open(options, connection) };
    opened.set(connection.connectionId, made);
    return made.remote;
  };
}

/** What a sign-in depends on, without the refresh token, which changes by itself. Hashed: no list of secrets is kept. */
function likenessOf({ settings, secrets }: Connection): string {
  const { refreshToken: _rotates, ...keys } = secrets;
  return createHash('sha256').update(canonicalJson({ settings, keys })).digest('hex');
}

const nothingToAdopt = (): void => undefined;

function open(options: RegistryOptions, connection: Connection): Omit<Opened, 'likeness'> {
  const { settings } = connection;
  switch (settings.kind) {
    case 'partnerCenter':
      return openPartnerCenter(options, connection, settings);
    case 'pax8':
      return { remote: openPax8(options, connection, settings), adopt: nothingToAdopt };
    case 'tdSynnex':
      return openTdSynnex(options, connection, settings);
    case 'ingram':
      return { remote: openIngram(options, connection, settings), adopt: nothingToAdopt };
    case 'distributorFile':
      return { remote: openDistributorFile(options, connection, settings), adopt: nothingToAdopt };
    case 'connectWise':
      return { remote: openConnectWise(options, connection, settings), adopt: nothingToAdopt };
    default:
      return assertNever(settings);
  }
}

/** One sign-in serves both: Partner Center, and Graph for customers' access. */
function openPartnerCenter(
  { http, clock, exclusively }: RegistryOptions,
  connection: Connection,
  settings: Settings<'partnerCenter'>,
): Omit<Opened, 'likeness'> {
  const { connectionId } = connection;
  const { cloud, tenantId } = settings;
  if (cloud === 'germany') {
    throw new Fault('cloud_closed', 'permanent', 'Microsoft closed the German cloud in 2021', { hint: 'Use the global cloud.' });
  }
  const hosts = cloudHosts[cloud];
  const signIn = createPartnerSignIn({
    ...connection,
    http,
    clock,
    hosts,
    tenantId,
    clientId: settings.clientId,
    exclusively: exclusively ?? ((_connectionId, work) => work(undefined)),
  });
  const headers: typeof signIn.headers = (audience, state, of) => signIn.headers(audience, state, of);
  const graphClient = createGraphClient({ http, hosts, connectionId, headers });
  const graph = createAccess(graphClient);
  const client = createPartnerCenterClient({ http, signIn, hosts, connectionId });
  const audience = `https://${hosts.partnerCenter}`;
  // Microsoft's pages name price sheets for the global cloud only.
  const priceSheet = cloud === 'global' ? createPriceSheets({ http, signIn, connectionId }) : undefined;
  const billingClient = cloud === 'global' ? createBillingClient({ http, hosts, connectionId, headers }) : undefined;
  const partnerCenter = createPartnerCenter({
    client,
    signIn,
    clock,
    cloud,
    audience,
    tenantId,
    access: graph.check,
    network: networkCheck({ http, hosts, connectionId }),
    partnerType: settings.partnerType,
    priceSheet,
    billingExport: billingClient && exportCheck(billingClient),
  });
  const remote: Marketplace = {
    ...partnerCenter,
    access: graph.access,
    ...(cloud !== 'china' && {
      delegation: joinDelegation({
        graph: graphClient,
        consents: createConsents({ http, signIn, hosts, connectionId, clientId: settings.clientId }),
        reaches: createReach({ http, hosts, connectionId, headers }),
      }),
    }),
    // Microsoft's pages name billing export and price sheets for the global cloud only, and doubt delegated access in China.
    ...(priceSheet && { priceSheet }),
    ...(cloud !== 'china' && { licences: createLicences({ http, hosts, connectionId, headers }) }),
    billing: {
      ...partnerCenter.billing,
      ...(billingClient && { export: createExport({ client: billingClient, clock, tenantId }) }),
    },
  };
  const adopt = ({ secrets, keepSecrets }: Connection): void => {
    signIn.adopt(secrets, keepSecrets);
  };
  return { remote, adopt };
}

function openPax8({ http, clock }: RegistryOptions, connection: Connection, settings: Settings<'pax8'>): Distributor {
  const { connectionId, secrets } = connection;
  const baseUrl = baseOf(settings.baseUrl);
  const signIn = createPax8SignIn({ http, clock, connectionId, baseUrl, clientId: settings.clientId, clientSecret: secrets.clientSecret });
  return createPax8({ client: createPax8Client({ http, signIn, connectionId, baseUrl }), signIn, clock });
}

/** The refresh token rotates, as Microsoft's does: a connection that is opened again goes on with the sign-in it has. */
function openTdSynnex(
  { http, clock, exclusively }: RegistryOptions,
  connection: Connection,
  settings: Settings<'tdSynnex'>,
): Omit<Opened, 'likeness'> {
  const { connectionId } = connection;
  const baseUrl = tdSynnexBase(settings.baseUrl);
  const signIn = createTdSynnexSignIn({
    ...connection,
    http,
    clock,
    baseUrl,
    exclusively: exclusively ?? ((_id, work) => work(undefined)),
  });
  const client = createTdSynnexClient({ http, signIn, connectionId, baseUrl, accountId: settings.accountId });
  const adopt = ({ secrets, keepSecrets }: Connection): void => {
    signIn.adopt(secrets, keepSecrets);
  };
  return { remote: createTdSynnex({ client, signIn, clock }), adopt };
}

function openIngram({ http, clock }: RegistryOptions, connection: Connection, settings: Settings<'ingram'>): DistributorAccounts {
  const { connectionId, secrets } = connection;
  const { userName, tokenUrl, clientId } = settings;
  const baseUrl = ingramBase(settings.baseUrl);
  const realm = tokenUrl === undefined || clientId === undefined ? undefined : { tokenUrl, clientId };
  const signIn = createIngramSignIn({ http, clock, connectionId, baseUrl, userName, realm, secrets });
  return createIngram({ client: createIngramClient({ http, signIn, connectionId, baseUrl }), signIn, clock });
}

const openDistributorFile = (
  { clock, readFiles = () => Promise.resolve([]) }: RegistryOptions,
  { connectionId }: Connection,
  { currency }: Settings<'distributorFile'>,
): Distributor => createDistributorFile({ connectionId, currency, readFiles, clock });

function openConnectWise({ http, clock }: RegistryOptions, connection: Connection, settings: Settings<'connectWise'>): Psa {
  const { connectionId, secrets } = connection;
  const { companyId, publicKey, clientId, baseUrl } = settings;
  const keys = { companyId, publicKey, clientId, privateKey: secrets.privateKey };
  return createConnectWise({ client: createConnectWiseClient({ http, connectionId, site: siteOf(baseUrl), keys }), clock });
}
