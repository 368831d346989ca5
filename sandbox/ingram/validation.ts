import { isRecord } from '../../src/lib/is-record.ts';
import { json, type RemoteAnswer } from '../remote.ts';
import { type Body, bodyOf, textOf } from '../sent-body.ts';
import type { World } from '../world/world.ts';
import { numbersOf, vendor } from './catalogue.ts';
import { findAccount } from './customers.ts';
import { badRequest } from './errors.ts';
import { planFor } from './orders/draft.ts';
import type { Call } from './session.ts';
import { cyclePeriod, objectsOf, termPeriod } from './wire.ts';

/** What is wrong with a value; '' when nothing is. */
type Check = (value: string, world: World) => string;

const filled: Check = (value) => (value === '' ? 'The value is required.' : '');
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Names from the vendor's help article; which of them are mandatory is unverified. */
const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['tenant_preference', (value) => (value === 'new' || value === 'existing' ? '' : 'Choose new or existing.')],
  ['microsoft_domain', (value) => (/^[a-z0-9-]+\.onmicrosoft\.com$/i.test(value) ? '' : 'The domain must end with .onmicrosoft.com.')],
  ['microsoft_tenant_id', (value) => (guid.test(value) ? '' : 'The tenant id must be a GUID.')],
  ['mca_acceptance', (value) => (value === 'true' ? '' : 'The agreement must be accepted.')],
  ['agreement_date', (value) => (/^(0[1-9]|1[0-2])-([0-2]\d|3[01])-\d{4}$/.test(value) ? '' : 'The date must be MM-DD-YYYY.')],
  ['first_name_agreement', filled],
  ['last_name_agreement', filled],
  ['email_address_agreement', (value) => (/^[^@\s]+@[^@\s]+$/.test(value) ? '' : 'The e-mail address is not valid.')],
]);

const choices: ReadonlyMap<string, readonly string[]> = new Map([['tenant_preference', ['new', 'existing']]]);

/** POST /validation/parameters: a result for every parameter that was sent. Nothing happens. */
export function validateParameters(call: Call): RemoteAnswer {
  const body = bodyOf(call.request);
  if (body === undefined) return badRequest('The body is not JSON');
  if (findAccount(call, 'customer', textOf(body['customerId'])) === undefined) return badRequest('customerId is required');
  const products = objectsOf(body['products']);
  if (products.length === 0) return badRequest('products is required');
  const data = products.map((sent) => productResult(call, sent, body));
  return json(200, { data, pagination: { offset: 0, limit: data.length, total: data.length } });
}

function productResult({ world }: Call, sent: Body, body: Body) {
  const plan = planFor(world, sent, body);
  return {
    id: plan === undefined ? textOf(sent['id']) : numbersOf(plan).productId,
    mpn: plan?.sku.id ?? textOf(sent['mpn']),
    vendor,
    billingPeriod: plan === undefined ? sent['billingPeriod'] : cyclePeriod[plan.availability.billingCycle],
    subscriptionPeriod: plan === undefined ? sent['subscriptionPeriod'] : termPeriod[plan.availability.term],
    draftRequestId: textOf(sent['draftRequestId']),
    parameters: objectsOf(sent['parameters']).map((one) => parameterResult(world, one)),
  };
}

function parameterResult(world: World, sent: Body) {
  const [name, value] = [textOf(sent['name']), textOf(sent['value'])];
  const isStructured = isRecord(sent['structured_value']);
  const wrong = isStructured ? '' : (checks.get(name)?.(value, world) ?? '');
  return {
    name,
    result: wrong === '' ? 'success' : 'error',
    message: wrong,
    value,
    valueError: wrong,
    valueChoices: (choices.get(name) ?? []).map((choice) => ({ label: choice, value: choice, default: choice === 'existing' })),
    phase: 'ordering',
    reconciliation: false,
    type: isStructured ? 'object' : 'string',
    structured_value: isStructured ? sent['structured_value'] : {},
  };
}
