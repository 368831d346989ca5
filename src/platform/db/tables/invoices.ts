import type { Generated } from 'kysely';
import type { Instant, Int8, Int8Default, Json, JsonDefault, NullableInstant, NullableJson } from './column.ts';

interface ProviderInvoiceTable {
  invoice_id: string;
  reseller_id: string;
  provider: string;
  connection_id: string;
  kind: string;
  family: string;
  number: string;
  period: string;
  currency: string | null;
  natural_key: string;
  state: string;
  header: NullableJson;
  versions: Generated<number>;
  published_version: number | null;
  lines: string | null;
  sums: JsonDefault;
  tie: string | null;
  rest_amount: string | null;
  suspense_lines: Int8Default;
  created_at: Instant;
  changed_at: Instant;
  tolerance: NullableJson;
  tolerance_by: string | null;
  tolerance_reason: string | null;
}

interface InvoiceVersionTable {
  invoice_id: string;
  n: number;
  reseller_id: string;
  kind: string;
  state: string;
  source: string;
  content_hash: string;
  etag: string | null;
  fetched_at: Instant;
  lines: Int8;
  sums: Json;
  tie: string;
  rest_amount: string | null;
  problems: Json;
  unreadable: Json;
  changes: NullableJson;
  proof_mark: Generated<string | null>;
  proof: NullableJson;
  published_at: NullableInstant;
  published_by: string | null;
  reason: string | null;
}

interface InvoiceBlobTable {
  invoice_id: string;
  n: number;
  position: number;
  reseller_id: string;
  content_hash: string;
  format: string;
  names: string[];
  received_hashes: string[];
  lines: Int8;
  bytes: Int8;
  kept_bytes: Int8;
}

interface InvoiceSuspenseTable {
  invoice_id: string;
  n: number;
  position: number;
  reseller_id: string;
  reasons: string[];
  customer: string;
  customer_name: string;
  product: string;
  product_name: string;
  charge_type: string;
  currency: string;
  lines: Int8;
  total: string;
  resolved_at: NullableInstant;
}

interface InvoicePartTable {
  import_key: string;
  name: string;
  reseller_id: string;
  content_hash: string;
  received_hash: string;
  bytes: Int8;
  kept_bytes: Int8;
  facts: Json;
  kept_at: Instant;
}

interface InvoiceUploadTable {
  upload_id: string;
  reseller_id: string;
  connection_id: string;
  asked: Json;
  files: Json;
  created_at: Instant;
}

/** 0050-provider-invoices.sql */
export interface InvoicesTables {
  provider_invoice: ProviderInvoiceTable;
  invoice_version: InvoiceVersionTable;
  invoice_blob: InvoiceBlobTable;
  invoice_suspense: InvoiceSuspenseTable;
  invoice_part: InvoicePartTable;
  invoice_upload: InvoiceUploadTable;
}
