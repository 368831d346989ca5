import type { Instant, Int8, NullableInstant, NullableJson } from './column.ts';

interface DistributorFileTable {
  file_id: string;
  reseller_id: string;
  connection_id: string;
  name: string;
  content_hash: string;
  bytes: Int8;
  received_at: Instant;
  received_by: string;
  kind: string | null;
  columns: NullableJson;
  as_of: NullableInstant;
  counts: NullableJson;
  invoice: NullableJson;
  applied_at: NullableInstant;
  applied_by: string | null;
}

/** 0176-distributor-files.sql, 0196-distributor-charges.sql */
export interface DistributorFilesTables {
  distributor_file: DistributorFileTable;
}
