import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readJson, writeJson } from '../lib/exact-json.ts';
import { type Reading, sift } from '../lib/sift.ts';
import { parseLossless } from '../platform/http/lossless.ts';
import { dateOf, newLineBody, quantityChange, replace } from './connectwise/requests.ts';
import * as connectWise from './connectwise/schema.ts';
import { toAgreement, toLine, toAccount as toPsaAccount, toService } from './connectwise/translate.ts';
import { readManifest, stateOf } from './graph/billing.ts';
import * as graph from './graph/schema.ts';
import { toAccess } from './graph/translate.ts';
import * as partnerCenter from './partner-center/schema.ts';
import { toCustomer, toSubscription } from './partner-center/translate.ts';
import { toAuditRecord } from './partner-center/translate-audit.ts';
import { toInvoice, withNotes } from './partner-center/translate-invoice.ts';
import { readHint } from './partner-center/webhook-hint.ts';
import { tokenBody } from './pax8/auth.ts';
import { toInvoice as toPax8Invoice, toUsage } from './pax8/billing.ts';
import { toPrice } from './pax8/prices.ts';
import * as pax8 from './pax8/schema.ts';
import { toAccount as toPax8Account, toSubscription as toPax8Subscription, toProduct } from './pax8/translate.ts';
import { pendingFixtures } from './pending-fixtures.ts';

/** Takes a sample, or throws. The text is read as the product reads answers: no digit is lost. */
type Take = (text: string) => void;
type Sample = { readonly file: string; readonly method: string | null; readonly status: number | null };

const parses =
  (schema: z.ZodType): Take =>
  (text) =>
    void schema.parse(parseLossless(text));

const each = <Wire>(records: readonly unknown[], schema: z.ZodType<Wire>, translate: (wire: Wire) => Reading<unknown>): void => {
  expect(records.length).toBeGreaterThan(0);
  expect(
    sift(records, schema, translate)
      .quarantined.map(({ reason }) => reason)
      .join(' | '),
  ).toBe('');
};

const one =
  <Wire>(schema: z.ZodType<Wire>, translate: (wire: Wire) => Reading<unknown> = (wire) => ({ item: wire })): Take =>
  (text) => {
    each([parseLossless(text)], schema, translate);
  };

const list =
  <Wire>(envelope: (sent: unknown) => readonly unknown[]) =>
  (schema: z.ZodType<Wire>, translate: (wire: Wire) => Reading<unknown> = (wire) => ({ item: wire })): Take =>
  (text) => {
    each(envelope(parseLossless(text)), schema, translate);
  };

const items = <Wire>(schema: z.ZodType<Wire>, translate?: (wire: Wire) => Reading<unknown>) =>
  list<Wire>((sent) => partnerCenter.WireList.parse(sent).items)(schema, translate);
const values = <Wire>(schema: z.ZodType<Wire>, translate?: (wire: Wire) => Reading<unknown>) =>
  list<Wire>((sent) => graph.WireOdataList.parse(sent).value)(schema, translate);
const content = <Wire>(schema: z.ZodType<Wire>, translate?: (wire: Wire) => Reading<unknown>) =>
  list<Wire>((sent) => pax8.WireList.parse(sent).content)(schema, translate);
const rows = <Wire>(schema: z.ZodType<Wire>, translate?: (wire: Wire) => Reading<unknown>) =>
  list<Wire>((sent) => connectWise.WireList.parse(sent))(schema, translate);

/** A request of ours that must come out as the sample, member for member, in any order and with any number of digits behind the point. */
const produces =
  (body: unknown): Take =>
  (text) => {
    expect(JSON.parse(typeof body === 'string' ? body : JSON.stringify(body))).toEqual(JSON.parse(text));
  };

const customer = (wire: partnerCenter.WireCustomer) => toCustomer(wire, 'global');
const relationship = (wire: graph.WireRelationship) => ({ item: toAccess(wire, undefined) });
const line = (wire: connectWise.WireAddition) => toLine(wire, { remoteId: '3', accountRemoteId: '1' });
const distributorSubscription = (wire: pax8.WireSubscription) => toPax8Subscription(wire, '2026-11-21');

const invoices: Take = (text) => {
  each(withNotes(partnerCenter.WireList.parse(parseLossless(text)).items), partnerCenter.WireInvoice, toInvoice);
};
const exportState: Take = (text) => {
  const sent = graph.WireOperationOfExport.parse(parseLossless(text));
  expect(stateOf(sent)).toBe(sent.status === 'running' ? 'goesOn' : 'done');
};
const manifest: Take = (text) => {
  const sent = graph.WireManifest.parse(parseLossless(text));
  const { files } = readManifest({ blob: () => Promise.reject(new Error('not asked')) }, sent, sent.partnerTenantId ?? '');
  expect(files.length).toBe(sent.blobCount);
};
const refusal: Take = (text) => {
  const { code, statusCode, errorName } = partnerCenter.WireError.parse(parseLossless(text));
  expect(code ?? statusCode ?? errorName).toBeDefined();
};
const event: Take = (text) => {
  expect(readHint(Buffer.from(text))?.event).toMatch(/^[a-z-]+$/i);
};

const takers: Readonly<Record<string, readonly (readonly [RegExp, Take])[]>> = {
  'partner-center': [
    [/^token\..*response/, parses(partnerCenter.WireToken)],
    [/^customers\.get-a-(list|customer-by-name).*response/, items(partnerCenter.WireCustomer, customer)],
    [/^customers\.(get-a-customer-by-id|create-a-customer).*response/, one(partnerCenter.WireCustomer, customer)],
    [/^subscriptions\.get-a(ll-of|-list-of).*response/, items(partnerCenter.WireSubscription, toSubscription)],
    [
      /^subscriptions\.(get-a-subscription-by-id|change-the|manage-|update-autorenew).*response/,
      one(partnerCenter.WireSubscription, toSubscription),
    ],
    [/^auditrecords\..*response/, items(partnerCenter.WireAuditRecord, toAuditRecord)],
    [/^invoices\.get-a-collection.*response/, invoices],
    [/^products\.get-a-sku.*response/, one(partnerCenter.WireSku)],
    [/^profiles\..*organization.*response/, one(partnerCenter.WireOrganizationProfile)],
    [/^profiles\..*network.*response/, one(partnerCenter.WireMpnProfile)],
    [/^profiles\..*legal.*response/, one(partnerCenter.WireLegalBusinessProfile)],
    [/^profiles\..*billing.*response/, one(partnerCenter.WireBillingProfile)],
    [/^relationships\.(get|retrieve).*response/, items(partnerCenter.WireRelationship)],
    [/^relationships\.verify.*response/, one(partnerCenter.WireAgreementStatus)],
    [/^validationstatus\..*response/, one(partnerCenter.WireValidationStatus)],
    [/^webhooks\..*response/, one(partnerCenter.WireWebhookRegistration)],
    [/^graph-billing\.operation-get.*response/, exportState],
    [/^graph-billing\.manifest-get.*response/, manifest],
    [/^webhook-events\..*request/, event],
    [/^graph-gdap\.(delegatedadminrelationship-get|tenantrelationship-post).*response/, one(graph.WireRelationship, relationship)],
    [/^graph-gdap\.delegatedadminrelationship-list-accessassignments.*response/, values(graph.WireAccessAssignment)],
    [/^graph-gdap\.delegatedadminaccessassignment-get.*response/, one(graph.WireAccessAssignment)],
    [/^graph-gdap\.delegatedadminrelationship-list-requests.*response/, values(graph.WireRequest)],
    [/^graph-gdap\.delegatedadminrelationshiprequest-get.*response/, one(graph.WireRequest)],
    [/^graph-gdap\.delegatedadminrelationship-list-operations.*response/, values(graph.WireOperation)],
    [/^graph-gdap\.delegatedadmincustomer-get.*response/, one(graph.WireDelegatedCustomer)],
  ],
  pax8: [
    [/^token\.request/, produces(tokenBody('<client-id>', '<client-secret>'))],
    [/^token\.response/, parses(pax8.WireToken)],
    [/^companies\.get/, one(pax8.WireCompany, toPax8Account)],
    [/^companies\.list/, content(pax8.WireCompany, toPax8Account)],
    [/^products\.get/, one(pax8.WireProduct, toProduct)],
    [/^products\.pricing/, content(pax8.WirePricing, (wire) => toPrice(wire, wire.productId ?? ''))],
    [/^subscriptions\.get/, one(pax8.WireSubscription, distributorSubscription)],
    [/^subscriptions\.(list|history)/, content(pax8.WireSubscription, distributorSubscription)],
    [/^invoices\.list/, content(pax8.WireInvoice, toPax8Invoice)],
    [/^invoices\.items/, content(pax8.WireInvoiceItem)],
    [/^usage-summaries\.list/, content(pax8.WireUsageSummary, toUsage)],
    [/^error\./, one(pax8.WireError)],
  ],
  connectwise: [
    [/^login\.companyinfo/, parses(connectWise.WireCompanyInfo)],
    [/^company\.companies\.list/, rows(connectWise.WireCompany, toPsaAccount)],
    [/^company\.companies\.get/, one(connectWise.WireCompany, toPsaAccount)],
    [/^company\.(statuses|types)\.list/, rows(connectWise.WireNamed)],
    [/^finance\.agreements\.list/, rows(connectWise.WireAgreement, toAgreement)],
    [/^finance\.agreements\.get/, one(connectWise.WireAgreement, toAgreement)],
    [/^finance\.agreements\.types/, rows(connectWise.WireNamed)],
    [/^finance\.agreements\.additions\.list/, rows(connectWise.WireAddition, line)],
    [/^procurement\.catalog\.list/, rows(connectWise.WireCatalogItem, toService)],
    [/^error\./, one(connectWise.WireError)],
    [/^system\.callbacks\.get/, one(connectWise.WireCallback)],
    [
      /^finance\.agreements\.additions\.create\.request/,
      produces(
        writeJson(
          newLineBody({
            serviceRemoteId: '5',
            quantity: '25',
            lessIncluded: '0',
            unitPrice: '22',
            unitCost: '17.6',
            effectiveOn: '2026-01-01',
            taxableFlag: true,
            invoiceDescription: 'Microsoft 365 Business Premium',
          }),
        ),
      ),
    ],
    [
      /^finance\.agreements\.additions\.patch\.request/,
      produces(writeJson([...quantityChange('30'), replace('effectiveDate', dateOf('2026-02-01'))].map((operation) => ({ ...operation })))),
    ],
  ],
};

/** Partner Center refuses in the same few forms everywhere, so every refusal of it can be read, whatever was asked. */
const takerOf = (remote: string, sample: Sample): Take | undefined => {
  if (remote === 'partner-center' && ((sample.status ?? 0) >= 400 || sample.file.startsWith('errors.api-'))) return refusal;
  return takers[remote]?.find(([pattern]) => pattern.test(sample.file))?.[1];
};

const Index = z.looseObject({
  samples: z.array(
    z.looseObject({ file: z.string(), method: z.string().nullable().default(null), status: z.number().nullable().default(null) }),
  ),
});

const shared = resolve(import.meta.dirname, '../../../shared/fixtures');
const isShared = existsSync(shared);
const folders: Readonly<Record<string, string>> = isShared
  ? {
      'partner-center': join(shared, 'partner-center'),
      pax8: join(shared, 'distributors/pax8'),
      connectwise: join(shared, 'psa/connectwise'),
    }
  : Object.fromEntries(['partner-center', 'pax8', 'connectwise'].map((name) => [name, join(import.meta.dirname, name, 'fixtures')]));

const samples = Object.entries(folders).flatMap(([remote, folder]) =>
  Index.parse(readJsonFile(join(folder, 'index.json'))).samples.map((sample) => ({ remote, sample, path: join(folder, sample.file) })),
);

function readJsonFile(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8')) as unknown;
}

/** Why a sample is not taken; undefined when it is. */
function failure({ remote, sample, path }: (typeof samples)[number]): string | undefined {
  const take = takerOf(remote, sample);
  if (take === undefined) return 'nothing reads it yet';
  try {
    take(readFileSync(path, 'utf8'));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const outcomes = samples.map((each) => ({ name: `${each.remote}/${each.sample.file}`, because: failure(each) }));

test('every published sample of what is built is understood, and the list of the others is exact', () => {
  const untaken = outcomes.filter(({ because }) => because !== undefined);
  const from = isShared ? 'the reference material' : "the project's own copies";
  const counts = `${outcomes.length - untaken.length} of ${outcomes.length} samples of ${from} are taken, ${untaken.length} are pending`;
  process.stdout.write(`${counts}\n`);

  const pending = new Set<string>(pendingFixtures);
  const surprising = untaken.filter(({ name }) => !pending.has(name));
  expect(surprising, 'samples that should be taken').toEqual([]);
  if (!isShared) return;
  // An entry that is taken by now, or no longer exists, has to leave the list: it only shrinks.
  expect([...pending].sort(), 'the list of pending samples').toEqual(untaken.map(({ name }) => name).sort());
});

test('a sample that is changed so that an amount is no number fails', () => {
  const change = (text: string): string => text.replace('"quantity": 25.0', '"quantity": "many"');
  const path = join(folders['connectwise'] ?? '', 'finance.agreements.additions.list.response.json');
  const text = readFileSync(path, 'utf8');

  expect(change(text)).not.toBe(text);
  expect(() => {
    rows(connectWise.WireAddition, line)(change(text));
  }).toThrow();
});

test('amounts of samples keep their digits on the way in and out', () => {
  const path = join(folders['connectwise'] ?? '', 'finance.agreements.additions.list.response.json');
  const text = readFileSync(path, 'utf8');

  expect(writeJson(readJson(text))).toContain('"quantity":25.0');
});
