import type { JsonObject } from '../../src/lib/exact-json.ts';
import { must } from '../../src/lib/must.ts';
import type { PsaAddition, PsaAgreement, PsaCustomField } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { additionAnswer } from './answers/addition.ts';
import { agreementAnswer } from './answers/agreement.ts';
import { catalogAnswer } from './answers/catalog.ts';
import { companyAnswer } from './answers/company.ts';
import type { Session } from './session.ts';

/** All companies of an installation in the remote's JSON; deleted ones stay visible with their flag. */
export function companyRows(world: World, { instance, href }: Session): readonly JsonObject[] {
  const fields = fieldsOf(world, instance.id, 'company');
  return world.tables.psaCompanies.by('instanceId', instance.id).map((company) => companyAnswer(company, fields, href));
}

export function agreementRows(world: World, { instance, href }: Session): readonly JsonObject[] {
  const fields = fieldsOf(world, instance.id, 'agreement');
  const today = world.today();
  return world.tables.psaAgreements
    .by('instanceId', instance.id)
    .map((agreement) => agreementAnswer({ agreement, company: companyOf(world, agreement), fields, today }, href));
}

export const additionRows = (world: World, session: Session, agreement: PsaAgreement): readonly JsonObject[] =>
  world.tables.psaAdditions.by('agreementId', agreement.id).map((addition) => additionRow(world, session, agreement, addition));

export function additionRow(world: World, { instance, href }: Session, agreement: PsaAgreement, addition: PsaAddition): JsonObject {
  const item = must(world.tables.psaCatalogItems.get(addition.catalogItemId), `catalogue item ${addition.catalogItemId}`);
  return additionAnswer({ addition, agreement, item, fields: fieldsOf(world, instance.id, 'addition'), today: world.today() }, href);
}

export const catalogRows = (world: World, { instance, href }: Session): readonly JsonObject[] =>
  world.tables.psaCatalogItems.by('instanceId', instance.id).map((item) => catalogAnswer(item, href));

export const companyOf = (world: World, agreement: PsaAgreement) =>
  must(world.tables.psaCompanies.get(agreement.companyId), `company ${agreement.companyId}`);

const fieldsOf = (world: World, instanceId: string, of: PsaCustomField['of']): readonly PsaCustomField[] =>
  world.tables.psaCustomFields.by('instanceId', instanceId).filter((field) => field.of === of);
