import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type CustomerContacts, getCustomerContacts, listBillToEdits, listContactChanges, type Recipient } from '#contract/contacts.ts';
import { type CustomerDetailField, getCustomerDetails } from '#contract/customer-details.ts';
import { call } from '../../../lib/api.ts';

export type Contacts = z.infer<typeof CustomerContacts>;
export type Account = Contacts['accounts'][number];
export type RecipientShape = z.infer<typeof Recipient>;

export type DetailRow = z.infer<typeof CustomerDetailField>;

export const contactsQuery = (id: string) =>
  queryOptions({ queryKey: [getCustomerContacts.id, id], queryFn: ({ signal }) => call(getCustomerContacts, { params: { id }, signal }) });

export const detailsQuery = (id: string) =>
  queryOptions({
    queryKey: [getCustomerDetails.id, id],
    queryFn: async ({ signal }) => (await call(getCustomerDetails, { params: { id }, signal })).data,
  });

export const editsQuery = (id: string) =>
  queryOptions({
    queryKey: [listBillToEdits.id, id],
    queryFn: async ({ signal }) => (await call(listBillToEdits, { params: { id }, signal })).data,
  });

export const changesQuery = (id: string) =>
  queryOptions({
    queryKey: [listContactChanges.id, id],
    queryFn: async ({ signal }) => (await call(listContactChanges, { params: { id }, signal })).data,
  });

export const contactsChanged = (client: QueryClient, id: string): Promise<unknown> =>
  client.invalidateQueries({ queryKey: [getCustomerContacts.id, id] });
