import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { listConnections } from '#contract/connections.ts';
import {
  getInvoice,
  getSuspense,
  type InvoiceChange,
  type InvoiceDetail,
  type InvoiceLine,
  type InvoiceVersion,
  importInvoice,
  listInvoiceLines,
  listInvoices,
  listInvoiceVersions,
  type ProviderInvoice,
  publishInvoice,
} from '#contract/invoices.ts';
import { call } from '../../lib/api.ts';

export type Invoice = z.infer<typeof ProviderInvoice>;
export type Detail = z.infer<typeof InvoiceDetail>;
export type Version = z.infer<typeof InvoiceVersion>;
export type Change = z.infer<typeof InvoiceChange>;
export type Line = z.infer<typeof InvoiceLine>;
export type Suspense = z.infer<NonNullable<(typeof getSuspense)['reply']>>;
export type ImportStarted = z.infer<NonNullable<(typeof importInvoice)['reply']>>;

export const invoiceQuery = (id: string) =>
  queryOptions({ queryKey: [getInvoice.id, id], queryFn: ({ signal }) => call(getInvoice, { params: { id }, signal }) });

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: [listInvoiceVersions.id, id],
    queryFn: async ({ signal }) => (await call(listInvoiceVersions, { params: { id }, signal })).data,
  });

export const suspenseQuery = (id: string) =>
  queryOptions({ queryKey: [getSuspense.id, id], queryFn: ({ signal }) => call(getSuspense, { params: { id }, signal }) });

/** Connections that charge the partner. */
export const chargingQuery = queryOptions({
  queryKey: [listConnections.id, 'charging'],
  queryFn: async ({ signal }) => (await call(listConnections, { signal })).data.filter(({ side }) => side !== 'psa'),
});

/** Everything that shows invoices is read again. */
export const invoicesChanged = (client: QueryClient): Promise<unknown> =>
  Promise.all(
    [listInvoices, getInvoice, listInvoiceVersions, listInvoiceLines, getSuspense].map(({ id }) =>
      client.invalidateQueries({ queryKey: [id] }),
    ),
  );

/** Uses a version that does not tie, for a reason that stands in the audit trail. */
export function usePublish(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly version: number; readonly reason: string }) => call(publishInvoice, { params: { id }, body }),
    onSettled: () => invoicesChanged(client),
  });
}
