import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Seeded } from '../../../src/lib/seeded.ts';
import { findInvoice, openPeriod } from '../../ledger/invoices.ts';
import { jsonBody, type RemoteAnswer } from '../../remote.ts';
import type { BillingExport } from '../../world/types.ts';
import { put, type World } from '../../world/world.ts';
import { byWhom, type Call } from '../call.ts';
import { badRequest, type GraphRefusal, notFound } from '../errors.ts';
import { root } from './call.ts';
import { contentOf, type Form } from './form.ts';

type Data = BillingExport['data'];
/** What is exported: of whom, which document or month. */
type Subject = Pick<BillingExport, 'data' | 'accountId' | 'invoiceId' | 'period' | 'currency' | 'attributeSet'>;

const word = (words: readonly string[]) =>
  z
    .string()
    .transform((text) => text.toLowerCase())
    .pipe(z.enum(words));
const attributeSet = word(['full', 'basic']).default('full');
const billed = z.object({ invoiceId: z.string().min(1).max(64), attributeSet });
const unbilled = z.object({ currencyCode: z.string().regex(/^[a-z]{3}$/i), billingPeriod: word(['current', 'last']), attributeSet });

/** Members by their documented names, whatever the casing of the caller. */
function bodyOf({ request }: Call): Readonly<Record<string, unknown>> {
  const body = jsonBody(request);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return {};
  const names = ['invoiceId', 'attributeSet', 'currencyCode', 'billingPeriod'];
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [names.find((one) => one.toLowerCase() === name.toLowerCase()) ?? name, value as unknown]),
  );
}

const iso = (ms: number): string => new Date(ms).toISOString();

const setOf = (text: string): BillingExport['attributeSet'] => (text === 'basic' ? 'basic' : 'full');

/** `POST .../billed/export`: an invoice. */
export const exportBilled =
  (data: Data) =>
  (call: Call): RemoteAnswer | GraphRefusal => {
    const asked = billed.safeParse(bodyOf(call));
    if (!asked.success) return invalid(asked.error);
    const { world, account } = call;
    const invoice = findInvoice(world, account.id, asked.data.invoiceId);
    if (invoice === undefined && world.switch('billingExport').unknownInvoice === 'notFound')
      return notFound(`The invoice '${asked.data.invoiceId}' was not found.`);
    return accepted(call, {
      data,
      accountId: account.id,
      invoiceId: invoice?.id ?? asked.data.invoiceId,
      period: invoice?.period ?? '',
      currency: invoice?.currency ?? '',
      attributeSet: setOf(asked.data.attributeSet),
    });
  };

/** `POST .../unbilled/export`: what is not on an invoice yet, in one currency. */
export const exportUnbilled =
  (data: Data) =>
  (call: Call): RemoteAnswer | GraphRefusal => {
    const asked = unbilled.safeParse(bodyOf(call));
    if (!asked.success) return invalid(asked.error);
    const { world, account } = call;
    const which = asked.data.billingPeriod === 'last' ? 'previous' : 'current';
    return accepted(call, {
      data,
      accountId: account.id,
      invoiceId: '',
      period: openPeriod(world, account.id, which) ?? '',
      currency: asked.data.currencyCode.toUpperCase(),
      attributeSet: setOf(asked.data.attributeSet),
    });
  };

const invalid = (error: z.ZodError): GraphRefusal => badRequest(`Invalid value for '${String(error.issues[0]?.path[0] ?? 'body')}'.`);

function accepted(call: Call, subject: Subject): RemoteAnswer {
  const { world, request } = call;
  const form = world.switch('billingExport');
  const row = rowOf(world, subject, form);
  world.apply({
    kind: 'billingExport.requested',
    ...byWhom(call),
    about: { ...byWhom(call).about, accountId: subject.accountId, exportId: row.id },
    changes: [put('billingExports', row)],
  });
  return {
    status: 202,
    headers: { location: `${request.linkBase}${root}/operations/${row.id}`, 'retry-after': String(form.retryAfterSeconds) },
  };
}

function rowOf(world: World, subject: Subject, form: Form): BillingExport {
  const nowMs = world.clock.nowMs();
  const random = world.random();
  const rules = JSON.stringify(world.switch('billing'));
  const directory = directoryOf(world, subject, nowMs);
  const state = JSON.stringify([directory, contentOf(form), subject.invoiceId === '' ? rules : stateOf(world, subject, form)]);
  const isRenamed = form.renamedOnRepublish || subject.invoiceId === '';
  return {
    ...subject,
    id: random.uuid(),
    manifestId: random.uuid(),
    requestedAt: iso(nowMs),
    runsAt: iso(nowMs + form.notStartedSeconds * 1000),
    doneAt: iso(nowMs + (form.notStartedSeconds + form.runningSeconds) * 1000),
    directory,
    revision: createHash('sha256').update(state).digest('base64url').slice(0, 17),
    blobId: new Seeded(`${String(world.options.seed)}/blob/${isRenamed ? state : directory}`).uuid(),
    form: JSON.stringify(form),
    rules,
  };
}

/** What makes data of the same invoice other data: corrections, or that they were published again. */
const stateOf = (world: World, { accountId }: Subject, form: Form): readonly number[] => [
  form.republished,
  world.tables.ledgerAdjustments.by('accountId', accountId).length,
];

const containers: Readonly<Record<Data, string>> = { reconciliation: 'reconfastpath', usage: 'usagefastpath' };

/** As the published manifest has it: container, version, then folders that name what is in them. */
function directoryOf(world: World, { data, accountId, invoiceId, period, currency, attributeSet }: Subject, nowMs: number): string {
  const tenantId = world.tables.partnerAccounts.get(accountId)?.tenantId ?? '';
  const month = period.replace('-', '');
  const stamp = new Date(nowMs).toISOString().replaceAll(/\D/g, '');
  const what = invoiceId === '' ? [`Currency=${currency}`, `Version=${stamp}`] : [`InvoiceId=${invoiceId}`, `InvoiceVersion=${month}`];
  const parts = [
    `${invoiceId === '' ? 'unbilled' : 'billed'}${containers[data]}`,
    'v1',
    `PartnerTenantId=${tenantId}`,
    `BillingMonth=${month}`,
    ...what,
    `Fragment=${attributeSet}`,
    'PartitionType=default',
  ];
  return `/${parts.join('/')}`;
}
