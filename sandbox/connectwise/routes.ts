import type { JsonObject } from '../../src/lib/exact-json.ts';
import type { Remote, RemoteAnswer } from '../remote.ts';
import { type Route, route, routed } from '../routing.ts';
import type { PsaExtra, PsaStamp } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { additions, createAddition, deleteAddition, patchAddition, replaceAddition } from './additions/write.ts';
import { adjustmentWriting } from './adjustments.ts';
import { agreements, agreementWriting } from './agreements.ts';
import { siteId } from './answers/company.ts';
import { allCurrencies } from './answers/currency.ts';
import type { Call } from './call.ts';
import { watchCallbacks } from './callbacks/deliver.ts';
import { callbackWriting, signingKey } from './callbacks/register.ts';
import { catalogWriting } from './catalog.ts';
import { companies, companyWriting } from './companies.ts';
import { failure } from './errors.ts';
import { invoices, products } from './invoices/collections.ts';
import type { Collection } from './lists/collection.ts';
import { countAnswer, listAnswer, ok, oneAnswer } from './lists/list.ts';
import { companyInfo } from './login.ts';
import { isRefusal, signIn } from './session.ts';
import * as lists from './setup-lists.ts';
import { auditTrail, members, systemInfo } from './system/system.ts';
import { create, patch, remove, replace, type Writing } from './writes/store.ts';

type Area = 'companies' | 'agreements' | 'catalog' | 'invoices' | 'callbacks' | 'system';

const root = '/{codebase}/apis/3.0';

/** A route behind the sign-in and the rights of the API member. */
const guarded = (method: string, path: string, area: Area, work: (call: Call) => RemoteAnswer): Route =>
  route(method, `${root}${path}`, (request, world, params) => {
    const session = signIn(request, world, params['codebase'] ?? '');
    if (isRefusal(session)) return session;
    return lacking(world, area, method, path) ?? work({ request, world, params, session });
  });

/** What a missing right answers: 403, or nothing where a list or count is asked for. */
function lacking(world: World, area: Area, method: string, path: string): RemoteAnswer | undefined {
  const { missingRights, missingRightAnswers } = world.switch('connectwise');
  if (!missingRights.includes(area)) return undefined;
  if (missingRightAnswers === '403' || method !== 'GET')
    return failure(403, 'SecurityError', 'You do not have sufficient rights for this operation.');
  if (path.endsWith('/count')) return ok('{"count":0}');
  return path.endsWith('{id}') ? failure(404, 'NotFound', 'Not found') : ok('[]');
}

/** The three reads that every collection has: list, count, one by id. */
function collection<Row extends object>(path: string, area: Area, of: Collection<Row>): readonly Route[] {
  const read = (below: string, answer: (call: Call, of: Collection<Row>) => RemoteAnswer): Route =>
    guarded('GET', `${path}${below}`, area, (call) => of.refusal?.(call) ?? answer(call, of));
  return [read('', listAnswer), read('/count', countAnswer), read('/{id}', oneAnswer)];
}

/** A collection that can be written too. */
function writable<Row extends PsaStamp & { readonly id: number; readonly extra?: PsaExtra }, Around>(
  path: string,
  area: Area,
  writing: Writing<Row, Around>,
): readonly Route[] {
  const write = (method: string, below: string, answer: (call: Call, writing: Writing<Row, Around>) => RemoteAnswer): Route =>
    guarded(method, `${path}${below}`, area, (call) => writing.collection.refusal?.(call) ?? answer(call, writing));
  return [
    ...collection(path, area, writing.collection),
    write('POST', '', create),
    write('PATCH', '/{id}', patch),
    write('PUT', '/{id}', replace),
    write('DELETE', '/{id}', remove),
  ];
}

/** A short list that nobody writes. */
function setup(path: string, area: Area, kind: string, name: string, rows: (call: Call) => readonly JsonObject[]): readonly Route[] {
  return collection<JsonObject>(path, area, {
    kind,
    name,
    rows,
    one: (call, id) => rows(call).find((row) => row['id'] === Number(id)),
    show: (row) => row,
  });
}

const agreementSites = (call: Call): readonly JsonObject[] => {
  const agreement = agreements.one(call, call.params['agreementId'] ?? '');
  const company = agreement === undefined ? undefined : companies.one(call, String(agreement.companyId));
  if (agreement === undefined || company === undefined) return [];
  const { id, identifier, name } = company;
  return [
    {
      id: agreement.id,
      company: { id, identifier, name },
      site: { id: siteId(company), name: 'Main' },
      agreementId: agreement.id,
      _info: {},
    },
  ];
};

const lines = '/finance/agreements/{agreementId}/additions';

// More particular paths stand before those with `{id}` in the same place.
const routes: readonly Route[] = [
  route('GET', '/login/companyinfo/{companyId}', (_request, world, params) => companyInfo(world, params['companyId'] ?? '')),
  route('GET', '/{codebase}/keys/{id}', (request, world, params) => signingKey(request, world, params['id'] ?? '')),
  guarded('GET', '/system/info', 'system', systemInfo),
  ...setup('/system/members', 'system', 'member', 'Member', members),
  guarded('GET', '/system/audittrail', 'system', (call) => onTrail(call, listAnswer)),
  guarded('GET', '/system/audittrail/count', 'system', (call) => onTrail(call, countAnswer)),
  ...setup('/company/companies/statuses', 'companies', 'companyStatus', 'CompanyStatus', (c) => lists.companyStatuses(c.world, c.session)),
  ...setup('/company/companies/types', 'companies', 'companyType', 'CompanyType', (c) => lists.companyTypes(c.world, c.session)),
  ...writable('/company/companies', 'companies', companyWriting),
  ...setup('/finance/agreements/types', 'agreements', 'agreementType', 'AgreementType', (c) => lists.agreementTypes(c.world, c.session)),
  ...collection(lines, 'agreements', additions),
  guarded('POST', lines, 'agreements', createAddition),
  guarded('PATCH', `${lines}/{id}`, 'agreements', patchAddition),
  guarded('PUT', `${lines}/{id}`, 'agreements', replaceAddition),
  guarded('DELETE', `${lines}/{id}`, 'agreements', deleteAddition),
  ...writable('/finance/agreements/{agreementId}/adjustments', 'agreements', adjustmentWriting),
  ...setup('/finance/agreements/{agreementId}/sites', 'agreements', 'agreementSite', 'AgreementSite', agreementSites),
  ...writable('/finance/agreements', 'agreements', agreementWriting),
  ...collection('/finance/invoices', 'invoices', invoices),
  ...writable('/procurement/catalog', 'catalog', catalogWriting),
  ...collection('/procurement/products', 'invoices', products),
  ...setup('/procurement/types', 'catalog', 'productType', 'ProductType', () => lists.productTypes),
  ...setup('/procurement/categories/{parentId}/subcategories', 'catalog', 'subcategory', 'SubCategory', () => lists.subcategories),
  ...setup('/procurement/categories', 'catalog', 'category', 'Category', () => lists.categories),
  ...setup('/procurement/unitOfMeasures', 'catalog', 'unitOfMeasure', 'UnitOfMeasure', () => lists.unitsOfMeasure),
  ...setup('/finance/billingCycles', 'agreements', 'billingCycle', 'BillingCycle', ({ session }) => lists.billingCycles(session.href)),
  ...setup('/finance/currencies', 'agreements', 'currency', 'Currency', ({ session }) => allCurrencies(session.href)),
  ...setup('/finance/taxCodes', 'agreements', 'taxCode', 'TaxCode', () => lists.taxCodes),
  ...writable('/system/callbacks', 'callbacks', callbackWriting),
];

function onTrail(call: Call, answer: (call: Call, of: Collection<JsonObject>) => RemoteAnswer): RemoteAnswer {
  const rows = auditTrail(call);
  if ('status' in rows) return rows;
  return answer(call, { kind: 'auditTrail', name: 'AuditTrail', rows: () => rows, one: () => undefined, show: (row) => row });
}

/** ConnectWise PSA. There is no list of additions over all agreements, as at the vendor. */
export const connectwise: Remote = {
  name: 'connectwise',
  hosts: [/^api-(na|eu|au|aus|za)\.myconnectwise\.net$/, 'api-staging.connectwisedev.com'],
  handle: routed(routes, {
    notFound: (request) => failure(404, 'NotFound', `No resource at ${request.path}`),
    wrongVerb: (request) => failure(405, 'MethodNotAllowed', `${request.method} is not possible at ${request.path}`),
  }),
  watch: watchCallbacks,
};
