import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/connect.ts';
import type { MappingKind } from '../decide.ts';

/** A mapping as a line of a spreadsheet has it; `target` is the remote's own id. */
export type FileRow = {
  readonly id: string;
  readonly state: string;
  readonly connectionId: string;
  readonly target: string;
  readonly targetName: string;
  readonly reason: string;
  readonly until: string;
  readonly changedAt: string;
  /** What it is of: customer, tenant, connection; or product, SKU, term, frequency, segment, promotion, connection. */
  readonly what: readonly string[];
};

/** The columns of each kind, in the order of a file. Those of `what` are for people: the id says which mapping it is. */
export const columns = {
  account: ['id', 'customer', 'tenant_id', 'connection', 'state', 'account_id', 'account', 'reason', 'until'],
  product: [
    'id',
    'product',
    'product_id',
    'sku_id',
    'term',
    'frequency',
    'segment',
    'promotion_id',
    'connection',
    'state',
    'service_id',
    'service',
    'reason',
    'until',
  ],
} as const satisfies Record<MappingKind, readonly string[]>;

/** Not sold there: written as a state of its own, since `ignored` leaves the customer out. */
export const absentWord = 'absent';

const read = {
  account: sql<FileRow>`
    select mapping.mapping_id as id, case when mapping.is_absent then ${absentWord} else mapping.state end as state,
      mapping.connection_id as "connectionId", coalesce(account.remote_id, '') as target, coalesce(account.name, '') as "targetName",
      coalesce(mapping.reason, '') as reason, coalesce(mapping.ignored_until::text, '') as until, mapping.changed_at::text as "changedAt",
      array[mapping.customer_name, customer.tenant_id, connection.name] as what
    from account_mapping mapping join customer on customer.customer_id = mapping.customer_id and customer.retired_at is null
    join connection on connection.connection_id = mapping.connection_id
    left join account on account.account_id = mapping.account_id
    where not mapping.is_extra order by mapping.name_key, connection.side, connection.name, mapping.mapping_id`,
  product: sql<FileRow>`
    select mapping.mapping_id as id, mapping.state, mapping.connection_id as "connectionId", coalesce(mapping.service_remote_id, '') as target,
      coalesce(service.name, '') as "targetName", coalesce(mapping.reason, '') as reason, coalesce(mapping.ignored_until::text, '') as until,
      mapping.changed_at::text as "changedAt",
      array[mapping.product_name, mapping.product_id, mapping.sku_id, mapping.term, mapping.frequency, coalesce(mapping.segment, ''), mapping.promotion_id,
        connection.name] as what
    from product_mapping mapping join connection on connection.connection_id = mapping.connection_id
    left join psa_service service on service.connection_id = mapping.connection_id and service.remote_id = mapping.service_remote_id
    order by mapping.name_key, mapping.term, mapping.frequency, mapping.promotion_id, mapping.mapping_id`,
} as const satisfies Record<MappingKind, unknown>;

/** Every mapping of a kind but further accounts, by name. */
export const readFileRows = async (tx: Tx, kind: MappingKind): Promise<readonly FileRow[]> => (await read[kind].execute(tx)).rows;
