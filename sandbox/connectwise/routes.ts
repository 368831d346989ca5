import type { JsonObject } from '../../src/lib/exact-json.ts';
import type { Remote, RemoteAnswer, RemoteRequest } from '../remote.ts';
import { type Params, type Route, route, routed } from '../routing.ts';
import type { World } from '../world/world.ts';
import { createAddition, deleteAddition, patchAddition, replaceAddition } from './additions/write.ts';
import { allCurrencies } from './answers/currency.ts';
import { callbackRows, deleteCallback, registerCallback } from './callbacks.ts';
import { createCatalogItem } from './create-catalog-item.ts';
import { failure, notFound } from './errors.ts';
import { countAnswer, itemAnswer, listAnswer } from './lists/list.ts';
import { companyInfo, versionNumber } from './login.ts';
import { additionRow, additionRows, agreementRows, catalogRows, companyRows } from './rows.ts';
import { isRefusal, type Session, signIn } from './session.ts';
import { agreementTypes, billingCycles, companyStatuses, companyTypes } from './setup-lists.ts';

type Call = { readonly request: RemoteRequest; readonly world: World; readonly params: Params; readonly session: Session };

const root = '/{codebase}/apis/3.0';

/** A route behind the sign-in. */
const guarded = (method: string, path: string, work: (call: Call) => RemoteAnswer): Route =>
  route(method, `${root}${path}`, (request, world, params) => {
    const session = signIn(request, world, params['codebase'] ?? '');
    return isRefusal(session) ? session : work({ request, world, params, session });
  });

/** The three reads that every collection has: list, count, one by id. */
const collection = (path: string, kind: string, name: string, rows: (call: Call) => readonly JsonObject[]): readonly Route[] => [
  guarded('GET', path, (call) => listAnswer(call.request, rows(call), kind)),
  guarded('GET', `${path}/count`, (call) => countAnswer(call.request, rows(call), kind)),
  guarded('GET', `${path}/{id}`, (call) => {
    const id = call.params['id'] ?? '';
    const row = rows(call).find((one) => one['id'] === Number(id));
    return row === undefined ? notFound(name, id) : itemAnswer(call.request, row);
  }),
];

const additions = '/finance/agreements/{agreementId}/additions';

// More particular paths stand before those with `{id}` in the same place.
const routes: readonly Route[] = [
  route('GET', '/login/companyinfo/{companyId}', (_request, world, params) => companyInfo(world, params['companyId'] ?? '')),
  guarded('GET', '/system/info', ({ session }) => systemInfo(session)),
  ...collection('/company/companies/statuses', 'companyStatus', 'CompanyStatus', ({ world, session }) => companyStatuses(world, session)),
  ...collection('/company/companies/types', 'companyType', 'CompanyType', ({ world, session }) => companyTypes(world, session)),
  ...collection('/company/companies', 'company', 'Company', ({ world, session }) => companyRows(world, session)),
  ...collection('/finance/agreements/types', 'agreementType', 'AgreementType', ({ world, session }) => agreementTypes(world, session)),
  guarded('GET', additions, (call) =>
    onAgreement(call, (agreement) => listAnswer(call.request, additionRows(call.world, call.session, agreement), 'addition')),
  ),
  guarded('GET', `${additions}/count`, (call) =>
    onAgreement(call, (agreement) => countAnswer(call.request, additionRows(call.world, call.session, agreement), 'addition')),
  ),
  guarded('POST', additions, (call) => onAgreement(call, (agreement) => createAddition(call, agreement))),
  guarded('GET', `${additions}/{id}`, (call) =>
    onAddition(call, (agreement, addition) => itemAnswer(call.request, additionRow(call.world, call.session, agreement, addition))),
  ),
  guarded('PATCH', `${additions}/{id}`, (call) => onAddition(call, (agreement, addition) => patchAddition(call, agreement, addition))),
  guarded('PUT', `${additions}/{id}`, (call) => onAddition(call, (agreement, addition) => replaceAddition(call, agreement, addition))),
  guarded('DELETE', `${additions}/{id}`, (call) => onAddition(call, (agreement, addition) => deleteAddition(call, agreement, addition))),
  ...collection('/finance/agreements', 'agreement', 'Agreement', ({ world, session }) => agreementRows(world, session)),
  ...collection('/procurement/catalog', 'catalogItem', 'CatalogItem', ({ world, session }) => catalogRows(world, session)),
  guarded('POST', '/procurement/catalog', ({ request, world, session }) => createCatalogItem(request, world, session)),
  ...collection('/finance/billingCycles', 'billingCycle', 'BillingCycle', ({ session }) => billingCycles(session.href)),
  ...collection('/finance/currencies', 'currency', 'Currency', ({ session }) => allCurrencies(session.href)),
  ...collection('/system/callbacks', 'callback', 'CallbackEntry', ({ world, session }) => callbackRows(world, session)),
  guarded('POST', '/system/callbacks', ({ request, world, session }) => registerCallback(request, world, session)),
  guarded('DELETE', '/system/callbacks/{id}', ({ world, session, params }) => deleteCallback(world, session, params['id'] ?? '')),
];

type Agreement = NonNullable<ReturnType<World['tables']['psaAgreements']['get']>>;
type Addition = NonNullable<ReturnType<World['tables']['psaAdditions']['get']>>;

function onAgreement({ world, session, params }: Call, work: (agreement: Agreement) => RemoteAnswer): RemoteAnswer {
  const id = params['agreementId'] ?? '';
  const agreement = world.tables.psaAgreements.get(id);
  return agreement?.instanceId === session.instance.id ? work(agreement) : notFound('Agreement', id);
}

function onAddition(call: Call, work: (agreement: Agreement, addition: Addition) => RemoteAnswer): RemoteAnswer {
  return onAgreement(call, (agreement) => {
    const id = call.params['id'] ?? '';
    const addition = call.world.tables.psaAdditions.get(id);
    return addition?.agreementId === agreement.id ? work(agreement, addition) : notFound('Addition', id);
  });
}

const systemInfo = ({ instance }: Session): RemoteAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify({
    version: versionNumber,
    isCloud: true,
    serverTimeZone: 'Eastern Standard Time',
    cloudRegion: 'NA',
    licenseBits: [],
    companyId: instance.companyId,
  }),
});

/** ConnectWise PSA. There is no list of additions over all agreements, as at the vendor. */
export const connectwise: Remote = {
  name: 'connectwise',
  hosts: [/^api-(na|eu|au|aus|za)\.myconnectwise\.net$/, 'api-staging.connectwisedev.com'],
  handle: routed(routes, {
    notFound: (request) => failure(404, 'NotFound', `No resource at ${request.path}`),
    wrongVerb: (request) => failure(405, 'MethodNotAllowed', `${request.method} is not possible at ${request.path}`),
  }),
};
