import { accessDays } from './access-days.ts';
import { apiList } from './api-list.ts';
import { apiQueries } from './api-queries.ts';
import type { Benchmark } from './benchmark.ts';
import { besideSync } from './beside-sync.ts';
import { causes } from './causes.ts';
import { feeds } from './feeds.ts';
import { fullSync } from './full-sync.ts';
import { importCustomersBench } from './import-customers.ts';
import { incremental } from './incremental.ts';
import { invoiceStore } from './invoice-store.ts';
import { kills } from './kills.ts';
import { mapping } from './mapping.ts';
import { reconcileFiles } from './reconcile-files.ts';
import { reconcileStore } from './reconcile-store.ts';
import { sandboxReads, sandboxStart, sandboxYear } from './sandbox.ts';
import { sandboxExport } from './sandbox-export.ts';
import { syncKills } from './sync-kills.ts';

/** Every benchmark of `npm run bench`, in the order in which it runs them. A new one is a file of its own and a line here. */
export const benchmarks: readonly Benchmark[] = [
  reconcileFiles,
  reconcileStore,
  invoiceStore,
  kills,
  incremental,
  apiList,
  apiQueries,
  sandboxStart,
  sandboxReads,
  sandboxYear,
  sandboxExport,
  causes,
  fullSync,
  syncKills,
  besideSync,
  importCustomersBench,
  feeds,
  mapping,
  accessDays,
];
