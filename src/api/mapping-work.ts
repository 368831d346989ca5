import * as contract from '../contract/mapping-work.ts';
import {
  addExtraLink,
  decideBatch,
  type ExtraOutcome,
  exportMappings,
  importMappings,
  listOverlaps,
  previewDecision,
  previewImport,
  readHistory,
  readTrust,
  removeExtraLink,
  undoBatch,
} from '../features/mapping/index.ts';
import { publicId } from '../model/ids.ts';
import { good, handle, type Mounted, type Refusal, refuse } from './handle.ts';
import { decisionRefusals, presentAccount, withOwnId } from './mapping.ts';

const noMapping = refuse('not_found', 'There is no such mapping.');

const whyNotLinked = (outcome: Extract<ExtraOutcome, { status: 'refused' }>): Refusal => {
  switch (outcome.because) {
    case 'unknown':
      return noMapping;
    case 'targetMissing':
      return decisionRefusals.targetMissing;
    case 'firstNotMapped':
      return refuse('conflict', 'The customer has no first account in this connection yet.', {
        hint: 'Map it first; then add further ones.',
      });
    case 'alreadyLinked':
      return refuse('conflict', 'This account is the customer’s already.');
    case 'notItsOwn':
      return refuse('conflict', 'A subscription to be billed there is not this customer’s.', {
        hint: 'Take ids of its own subscriptions.',
      });
    case 'overlap':
      return refuse('conflict', `Billed in another further account already: ${outcome.subscriptions.join(', ')}.`, {
        hint: 'Each subscription is billed in one account: take it out of the other one first.',
      });
  }
};

const tooMany = (most: number): Refusal =>
  refuse('too_large', `One step decides at most ${most} mappings.`, { hint: 'Narrow the filter and take several steps.' });

export const mappingWorkRoutes: readonly Mounted[] = [
  handle(contract.addAccountLink, async ({ context, params, body }) => {
    const own = withOwnId({ decision: 'map', targetId: body.targetId });
    const outcome = await addExtraLink(context, params.id, { ...body, targetId: own.decision === 'map' ? own.targetId : body.targetId });
    return outcome.status === 'added' ? good(presentAccount(outcome.mapping, await readTrust(context))) : whyNotLinked(outcome);
  }),
  handle(contract.removeAccountLink, async ({ context, params }) =>
    (await removeExtraLink(context, params.id)) ? good(undefined) : noMapping,
  ),
  handle(contract.listMappingOverlaps, async ({ context }) =>
    good({
      data: (await listOverlaps(context)).map((each) => ({
        ...each,
        customerId: publicId('customer', each.customerId),
        accounts: each.accounts.map((account) => ({ ...account })),
      })),
    }),
  ),
  handle(contract.listMappingVersions, async ({ context, params }) => {
    const versions = await readHistory(context, params.id);
    if (versions === undefined) return noMapping;
    return good({ data: versions.map((each) => ({ ...each, from: each.from.toString(), to: each.to?.toString() ?? null })) });
  }),
  handle(contract.previewMappingDecision, async ({ context, params, body }) => {
    const preview = await previewDecision(context, params.id, withOwnId(body));
    if (preview.status === 'refused') return decisionRefusals[preview.because];
    const { before, after, months, ...counts } = preview.effect;
    return good({
      ...counts,
      months: [...months],
      before: { ...before, money: [...before.money] },
      after: { ...after, money: [...after.money] },
    });
  }),
  handle(contract.lookAtMappings, async ({ context, body }) => {
    const seen = await decideBatch(context, { ...body, decision: { decision: 'accept' }, look: true });
    if (seen.status === 'tooMany') return tooMany(seen.most);
    if (seen.status === 'decided') throw new Error('A look decided something');
    return good({ count: seen.count, samples: seen.samples.map((each) => ({ ...each, evidence: [...each.evidence] })) });
  }),
  handle(contract.decideMappings, async ({ context, body: { kind, selection, decision } }) => {
    const decided = await decideBatch(context, { kind, selection, decision: withOwnId(decision), look: false });
    if (decided.status === 'tooMany') return tooMany(decided.most);
    if (decided.status === 'seen') throw new Error('A decision only looked');
    return good({ batchId: publicId('mappingBatch', decided.batchId), decided: decided.decided, refused: decided.refused });
  }),
  handle(contract.undoMappings, async ({ context, params }) => {
    const undone = await undoBatch(context, params.id);
    return undone === undefined ? refuse('not_found', 'There is nothing of this step left to take back.') : good(undone);
  }),
  handle(contract.exportMappings, async ({ context, params }) => good(await exportMappings(context, params.kind))),
  handle(contract.previewMappingImport, async ({ context, body }) => {
    const { changes, problems, ...preview } = await previewImport(context, body.kind, body.csv);
    return good({
      ...preview,
      problems: [...problems],
      changes: changes.map(({ decision: _decision, mappingId, ...change }) => ({ ...change, mappingId: publicId('mapping', mappingId) })),
    });
  }),
  handle(contract.importMappings, async ({ context, body }) => {
    const outcome = await importMappings(context, body.kind, body.csv, body.token);
    if (outcome.status === 'stale')
      return refuse('precondition_failed', 'The mappings or the file changed since you looked.', {
        hint: 'Look at what the file changes again.',
      });
    if (outcome.status === 'nothing') return refuse('conflict', 'The file changes nothing.');
    return good({ batchId: publicId('mappingBatch', outcome.batchId), decided: outcome.decided, refused: outcome.refused });
  }),
];
