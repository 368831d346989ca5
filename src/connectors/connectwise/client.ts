import { z } from 'zod';
import { Fault } from '../../lib/errors.ts';
import type { JsonValue } from '../../lib/exact-json.ts';
import { wireText } from '../../lib/wire.ts';
import { isRemoteError } from '../../platform/http/fault.ts';
import { type CallerOptions, createCaller } from './caller.ts';
import { WireAddition, WireAgreement, WireCount, WireSystemInfo } from './schema.ts';

export type ConnectWiseClient = ReturnType<typeof createClient>;
export type BigList = '/company/companies' | '/finance/agreements' | '/procurement/catalog';

const Created = z.looseObject({ id: wireText });

/** One function for each endpoint of ConnectWise PSA's REST interface 3.0 that we use. */
export function createClient(options: CallerOptions) {
  const { get, send, page, discover } = createCaller(options);
  const additions = (agreementId: string): string => `/finance/agreements/${segment(agreementId)}/additions`;

  return {
    /** `GET /login/companyinfo/{companyId}` */
    discover,

    /** `GET /system/info` */
    systemInfo: async (signal?: AbortSignal) => (await get({ path: '/system/info', signal }, WireSystemInfo)).body,

    list: (path: BigList, conditions: string | undefined, afterId: string | undefined, signal?: AbortSignal) =>
      page(path, conditions, afterId, signal),

    /** `GET .../count` with the same conditions as the list. */
    count: async (path: string, conditions: string | undefined, signal?: AbortSignal): Promise<number> => {
      const query = conditions === undefined ? '' : `?${new URLSearchParams({ conditions }).toString()}`;
      return (await get({ path: `${path}/count${query}`, signal }, WireCount)).body.count;
    },

    /** `GET /finance/agreements/{id}` */
    agreement: async (id: string, signal?: AbortSignal): Promise<WireAgreement> =>
      (await get({ path: `/finance/agreements/${segment(id)}`, signal }, WireAgreement)).body,

    /** `GET /finance/agreements/{id}/additions`. There is no list across agreements. */
    additions: (agreementId: string, afterId: string | undefined, signal?: AbortSignal) =>
      page(additions(agreementId), undefined, afterId, signal),

    countAdditions: async (agreementId: string, signal?: AbortSignal): Promise<number> =>
      (await get({ path: `${additions(agreementId)}/count`, signal }, WireCount)).body.count,

    /** `GET /finance/agreements/{id}/additions/{id}`; undefined when there is none. */
    addition: async (agreementId: string, id: string, signal?: AbortSignal): Promise<WireAddition | undefined> => {
      try {
        return (await get({ path: `${additions(agreementId)}/${segment(id)}`, signal }, WireAddition)).body;
      } catch (error) {
        if (isRemoteError(error, 'remote_not_found')) return undefined;
        throw error;
      }
    },

    /** `POST /finance/agreements/{id}/additions`; answers the new line's id. */
    addAddition: async (agreementId: string, body: JsonValue, signal?: AbortSignal): Promise<string> =>
      (await send('POST', additions(agreementId), body, Created, signal)).id,

    /** `PATCH /finance/agreements/{id}/additions/{id}` */
    patchAddition: async (agreementId: string, id: string, operations: JsonValue, signal?: AbortSignal): Promise<void> => {
      await send('PATCH', `${additions(agreementId)}/${segment(id)}`, operations, z.unknown(), signal);
    },
  };
}

/** Ids are whole numbers there; nothing else becomes part of an address. */
function segment(id: string): string {
  if (/^\d{1,15}$/.test(id)) return id;
  throw new Fault('not_an_id', 'permanent', 'A record is asked for by something that is no id', { remote: 'connectwise' });
}
