import { isJsonObject } from '../../../src/lib/exact-json.ts';
import { must } from '../../../src/lib/must.ts';
import { empty, type RemoteAnswer } from '../../remote.ts';
import type { PsaAddition, PsaAgreement } from '../../world/types.ts';
import { type Change, put, removeRow } from '../../world/world.ts';
import { agreements } from '../agreements.ts';
import { additionAnswer } from '../answers/addition.ts';
import { bodyOf } from '../body.ts';
import { by, type Call } from '../call.ts';
import { fieldsOf } from '../companies.ts';
import { failure, invalidObject, missing, notFound } from '../errors.ts';
import { isInvoiced } from '../invoices/lines.ts';
import type { Collection } from '../lists/collection.ts';
import { isKnownField } from '../lists/known-fields.ts';
import { itemAnswer } from '../lists/list.ts';
import { byNumber, nextId } from '../memory.ts';
import { isErrors, toChanges } from '../writes/draft.ts';
import { stamped } from '../writes/store.ts';
import { draftAddition, type Surroundings } from './draft.ts';
import { type Changes, readPatch } from './patch.ts';

/** The agreement in the path, when it is one of this installation. */
export const parentOf = (call: Call): PsaAgreement | undefined => agreements.one(call, call.params['agreementId'] ?? '');

/** The lines of the agreement in the path. There is no list over all agreements. */
export const additions: Collection<PsaAddition> = {
  kind: 'addition',
  name: 'Addition',
  refusal: (call) => (parentOf(call) === undefined ? notFound('Agreement', call.params['agreementId'] ?? '') : undefined),
  rows: ({ world, params }) => world.tables.psaAdditions.by('agreementId', Number(params['agreementId'])).sort((a, b) => a.id - b.id),
  one: ({ world, params }, id) => {
    const row = world.tables.psaAdditions.get(id);
    return row?.agreementId === Number(params['agreementId']) ? row : undefined;
  },
  show: (addition, call) => {
    const { world, session } = call;
    const agreement = must(world.tables.psaAgreements.get(addition.agreementId), `agreement ${addition.agreementId}`);
    const item = must(world.tables.psaCatalogItems.get(addition.catalogItemId), `catalogue item ${addition.catalogItemId}`);
    const fields = fieldsOf(world, session.instance.id, 'addition');
    const { emptyDates } = world.switch('connectwise');
    return additionAnswer({ addition, agreement, item, fields, today: world.today(), emptyDates }, session.href);
  },
};

/** POST: product and billCustomer are required, everything else has a default; 201 with the whole addition. */
export const createAddition = (call: Call): RemoteAnswer =>
  onAgreement(call, (agreement) =>
    withBody(call, (changes) => store(call, agreement, { base: blank(call, agreement), changes, required, kind: 'Added' })),
  );

/** PUT replaces: what the body leaves out goes back to its default. */
export const replaceAddition = (call: Call): RemoteAnswer =>
  onAddition(call, (agreement, before) =>
    withBody(call, (changes) => {
      const { id, sequenceNumber, enteredAt, enteredBy } = before;
      const base = { ...blank(call, agreement), id, sequenceNumber, enteredAt, enteredBy };
      return store(call, agreement, { base, before, changes, required, kind: 'Replaced' });
    }),
  );

export const patchAddition = (call: Call): RemoteAnswer =>
  onAddition(call, (agreement, before) => {
    const changes = readPatch(bodyOf(call.request) ?? null, (name) => isKnownField('addition', name), 'addition');
    if (isErrors(changes)) return invalidObject('addition', changes);
    return store(call, agreement, { base: before, before, changes, required: [], kind: 'Patched' });
  });

export const deleteAddition = (call: Call): RemoteAnswer =>
  onAddition(call, (agreement, before) => {
    const { world } = call;
    if (world.switch('connectwise').deleteInvoiced === 'refused' && isInvoiced(world, agreement, before))
      return failure(400, 'InvalidObject', `Addition ${before.id} cannot be deleted: it has been invoiced.`);
    world.apply({
      kind: 'psa.additionDeleted',
      ...by(call),
      about: aboutOf(agreement, before.id),
      changes: [
        removeRow('psaAdditions', before.id),
        put('psaRemovedAdditions', { ...before, removedAt: world.now() }),
        ...moved(call, agreement),
      ],
    });
    return empty(204);
  });

const required = ['product', 'billCustomer'] as const;

type Plan = {
  readonly base: PsaAddition;
  readonly before?: PsaAddition;
  readonly changes: Changes;
  readonly required: readonly string[];
  readonly kind: 'Added' | 'Replaced' | 'Patched';
};

function store(call: Call, agreement: PsaAgreement, plan: Plan): RemoteAnswer {
  const { request, world, session } = call;
  const absent = plan.required.filter((name) => (plan.changes[name] ?? null) === null).map((name) => missing('addition', name));
  if (absent.length > 0) return invalidObject('addition', absent);
  const drafted = draftAddition(plan.base, plan.changes, surroundings(call));
  if (isErrors(drafted)) return invalidObject('addition', drafted);
  const row = remembering(plan.before, { ...drafted, updatedAt: world.now(), updatedBy: session.instance.member });
  world.apply({
    kind: `psa.addition${plan.kind}`,
    ...by(call),
    about: aboutOf(agreement, row.id),
    changes: [put('psaAdditions', row), ...moved(call, agreement)],
  });
  return itemAnswer(request, additions.show(row, call), plan.kind === 'Added' ? 201 : 200);
}

/** A line after a write, with the state before for the invoices made from it. */
export function remembering(before: PsaAddition | undefined, after: PsaAddition): PsaAddition {
  if (before === undefined) return after;
  const { catalogItemId, quantity, lessIncluded, unitPrice, unitCost, billCustomer, effectiveDate, cancelledDate } = before;
  const state = { catalogItemId, quantity, lessIncluded, unitPrice, unitCost, billCustomer, effectiveDate, until: after.updatedAt };
  return { ...after, earlier: [...(before.earlier ?? []), cancelledDate === undefined ? state : { ...state, cancelledDate }] };
}

/** Whether the agreement moves with its lines is unknown: a switch. */
const moved = ({ world, session }: Call, agreement: PsaAgreement): readonly Change[] =>
  world.switch('connectwise').agreementMoves
    ? [put('psaAgreements', { ...agreement, updatedAt: world.now(), updatedBy: session.instance.member })]
    : [];

const surroundings = ({ world, session }: Call): Surroundings => ({
  catalog: byNumber(world, 'psaCatalogItems', session.instance.id),
  fields: fieldsOf(world, session.instance.id, 'addition'),
  productPatch: world.switch('connectwise').productPatch,
});

/** An addition before anything is set; 0 stands for no catalogue item and never survives, because the product is required. */
const blank = (call: Call, agreement: PsaAgreement): PsaAddition => ({
  id: nextId(call.world, 'psaAdditions'),
  instanceId: call.session.instance.id,
  agreementId: agreement.id,
  catalogItemId: 0,
  quantity: '1',
  lessIncluded: '0',
  unitPrice: '0',
  unitCost: '0',
  billCustomer: 'Billable',
  effectiveDate: call.world.today(),
  taxable: false,
  description: '',
  invoiceDescription: '',
  sequenceNumber: 1 + Math.max(0, ...call.world.tables.psaAdditions.by('agreementId', agreement.id).map((row) => row.sequenceNumber)),
  customFields: [],
  ...stamped(call),
});

function onAgreement(call: Call, work: (agreement: PsaAgreement) => RemoteAnswer): RemoteAnswer {
  const agreement = parentOf(call);
  return agreement === undefined ? notFound('Agreement', call.params['agreementId'] ?? '') : work(agreement);
}

const onAddition = (call: Call, work: (agreement: PsaAgreement, addition: PsaAddition) => RemoteAnswer): RemoteAnswer =>
  onAgreement(call, (agreement) => {
    const addition = additions.one(call, call.params['id'] ?? '');
    return addition === undefined ? notFound('Addition', call.params['id'] ?? '') : work(agreement, addition);
  });

function withBody(call: Call, work: (changes: Changes) => RemoteAnswer): RemoteAnswer {
  const body = bodyOf(call.request);
  return isJsonObject(body) ? work(toChanges(body)) : failure(400, 'InvalidObject', 'The body must be a JSON object.');
}

const aboutOf = (agreement: PsaAgreement, additionId: number): Readonly<Record<string, string>> => ({
  instanceId: agreement.instanceId,
  companyId: String(agreement.companyId),
  agreementId: String(agreement.id),
  additionId: String(additionId),
});
