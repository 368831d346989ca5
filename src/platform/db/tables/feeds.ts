import type { Generated } from 'kysely';
import type { Instant, NullableInstant } from './column.ts';

interface FeedEventTable {
  connection_id: string;
  event_key: string;
  feed: string;
  event: string;
  resource: string;
  occurred_at: NullableInstant;
  received_at: Instant;
  handled_at: NullableInstant;
  outcome: string | null;
}

interface FeedResourceTable {
  connection_id: string;
  resource: string;
  read_at: NullableInstant;
  readings: number;
  failures: number;
  retry_at: NullableInstant;
}

interface FeedStateTable {
  connection_id: string;
  path_key: string;
  holder: string;
  holder_since: Instant;
  checked_at: NullableInstant;
  registered_host: string | null;
  registered_events: Generated<string[]>;
  registered: string | null;
  before_take_over: string | null;
  known_until: Instant;
  polled_at: NullableInstant;
  polled_whole: Generated<boolean>;
  poll_code: string | null;
  poll_reason: string | null;
  failures: Generated<number>;
}

interface WebhookActTable {
  act_id: string;
  connection_id: string;
  act: string;
  state: string;
  reason: string;
  actor: string;
  from_host: string | null;
  to_host: string | null;
  code: string | null;
  detail: string | null;
  at: Instant;
  ended_at: NullableInstant;
}

interface RelayDestinationTable {
  destination_id: string;
  connection_id: string;
  name: string;
  host: string;
  address: string;
  paused: Generated<boolean>;
  from_take_over: Generated<boolean>;
  created_at: Instant;
}

interface RelayDeliveryTable {
  destination_id: string;
  event_hash: string;
  state: string;
  attempts: number;
  next_at: Instant;
  detail: string | null;
  ended_at: NullableInstant;
}

/** 0115-feeds.sql */
export interface FeedsTables {
  feed_event: FeedEventTable;
  feed_resource: FeedResourceTable;
  feed_state: FeedStateTable;
  webhook_act: WebhookActTable;
  relay_destination: RelayDestinationTable;
  relay_delivery: RelayDeliveryTable;
}
