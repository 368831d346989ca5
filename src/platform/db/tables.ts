import type { BooksTables } from './tables/books.ts';
import type { ConnectionsTables } from './tables/connections.ts';
import type { ConsentTables } from './tables/consent.ts';
import type { CustomerCareTables } from './tables/customer-care.ts';
import type { CustomerLabelTables } from './tables/customer-labels.ts';
import type { CustomersTables } from './tables/customers.ts';
import type { DifferencesTables } from './tables/differences.ts';
import type { DistributorFilesTables } from './tables/distributor-files.ts';
import type { FeedsTables } from './tables/feeds.ts';
import type { InstallationTables } from './tables/installation.ts';
import type { InvoicesTables } from './tables/invoices.ts';
import type { JobsAuditTables } from './tables/jobs-audit.ts';
import type { MappingTables } from './tables/mapping.ts';
import type { NoticesTables } from './tables/notices.ts';
import type { RegistrationTables } from './tables/registrations.ts';
import type { RequestTables } from './tables/requests.ts';
import type { SetupTables } from './tables/setup.ts';
import type { TenantsMadeTables } from './tables/tenants-made.ts';
import type { ToldByOthersTables } from './tables/told-by-others.ts';
import type { WorklistTables } from './tables/worklist.ts';

/** Every table as the migrations make it; one file of types for each migration that makes tables. */
export interface Tables
  extends InstallationTables,
    ConnectionsTables,
    ConsentTables,
    CustomersTables,
    CustomerCareTables,
    CustomerLabelTables,
    BooksTables,
    DifferencesTables,
    DistributorFilesTables,
    FeedsTables,
    InvoicesTables,
    JobsAuditTables,
    NoticesTables,
    RegistrationTables,
    RequestTables,
    SetupTables,
    MappingTables,
    SetupTables,
    TenantsMadeTables,
    ToldByOthersTables,
    WorklistTables {}
