import type { Generated } from 'kysely';
import type { Instant, NullableInstant, NullableJson } from './column.ts';

interface NoticeTable {
  notice_id: string;
  key: string;
  event: string;
  title: string;
  detail: string;
  link: string;
  at: Instant;
  routed_at: NullableInstant;
  urgent: Generated<boolean>;
  object_kind: string | null;
  object_id: string | null;
  mute_id: string | null;
}

interface NoticeReadTable {
  notice_id: string;
  person_id: string;
  at: Instant;
}

interface NoticeChannelTable {
  channel_id: string;
  kind: string;
  name: string;
  shown: string;
  address: string;
  secret: string | null;
  secret_before: string | null;
  secret_before_until: NullableInstant;
  events: Generated<string[]>;
  state: Generated<string>;
  cadence: Generated<string>;
  reason: string | null;
  failing_since: NullableInstant;
  created_by: string;
  created_at: Instant;
  quiet: NullableJson;
  state_before: string | null;
}

interface NoticeDeliveryTable {
  delivery_id: string;
  channel_id: string;
  notice_id: string | null;
  for_digest: Generated<boolean>;
  digest_id: string | null;
  held: Generated<boolean>;
  mute_id: string | null;
  state: string;
  attempts: Generated<number>;
  next_at: Instant;
  detail: string | null;
  created_at: Instant;
  ended_at: NullableInstant;
}

interface NoticeMuteTable {
  mute_id: string;
  channel_id: string | null;
  object_kind: string | null;
  object_id: string | null;
  event: string | null;
  until: NullableInstant;
  muted_by: string;
  muted_at: Instant;
}

interface MailServerTable {
  name: string;
  host: string;
  port: number;
  security: string;
  user_name: string | null;
  password: string | null;
  sender: string;
  changed_by: string;
  changed_at: Instant;
}

/** 0111-notices.sql, 0155-notice-channels.sql, 0180-notice-digests.sql, 0197-notice-quiet-hours.sql,
 * 0198-notice-mutes.sql, 0199-notice-unsubscribed.sql */
export interface NoticesTables {
  notice: NoticeTable;
  notice_read: NoticeReadTable;
  notice_channel: NoticeChannelTable;
  notice_delivery: NoticeDeliveryTable;
  notice_mute: NoticeMuteTable;
  mail_server: MailServerTable;
}
