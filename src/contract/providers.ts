import { z } from 'zod';
import { idSchema } from '../model/ids.ts';
import { providerFields } from '../model/provider-fields.ts';
import { AccountFacts, ProviderRecord } from '../model/provider-record.ts';
import { route } from './route.ts';

const params = z.object({ id: idSchema('connection') });
const fieldName = z.enum(providerFields.map(({ name }) => name));

export const Provider = z
  .object({
    record: ProviderRecord,
    /** What the account tells about itself: name, country, currency of its newest invoice, partner id. */
    account: AccountFacts,
    /** Tenant id of the partner, as the sign-in proves it. */
    microsoftId: z.string(),
    /** What to know about the record; nothing of it blocks. */
    notes: z.array(
      z.object({ field: fieldName, code: z.enum(['recommended', 'differs', 'noLongerWorks', 'legacy', 'ended']), sentence: z.string() }),
    ),
    version: z.int32(),
  })
  .meta({ id: 'Provider' });

export const getProvider = route({
  id: 'getProvider',
  method: 'GET',
  path: '/connections/{id}/provider',
  summary: 'The provider record of a Partner Center account, with what the account tells itself',
  tag: 'Connections',
  may: 'connections:read',
  tenantScope: 'installation',
  params,
  status: 200,
  reply: Provider,
});

export const saveProvider = route({
  id: 'saveProvider',
  method: 'PATCH',
  path: '/connections/{id}/provider',
  summary: 'Keep the provider record whole; what is recommended and missing is noted, not refused',
  tag: 'Connections',
  may: 'providers:write',
  tenantScope: 'installation',
  params,
  body: z.strictObject({ record: ProviderRecord, version: z.int32() }),
  status: 200,
  reply: Provider,
  problems: ['precondition_failed'],
});
