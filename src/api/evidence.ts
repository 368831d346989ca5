import * as contract from '../contract/evidence.ts';
import { exportDifferences } from '../features/evidence/index.ts';
import { exportPeriod } from '../features/periods/index.ts';
import { type FileAnswer, handleFile, type Mounted, type Refusal, refuse } from './handle.ts';

export const evidenceRoutes: readonly Mounted[] = [
  handleFile(contract.exportDifferences, async ({ context, query }) => {
    const { format, sort = '-impact', ...filter } = query;
    return answer(await exportDifferences(context, { filter, sort, format }), 'Take csv or json, or narrow the filter.');
  }),
  handleFile(contract.exportPeriod, async ({ context, params, query }) =>
    answer(await exportPeriod(context, params.month, query.format), 'Take csv or json; xlsx holds more than pdf.'),
  ),
];

type Exported = Awaited<ReturnType<typeof exportDifferences>>;

const answer = (outcome: Exported, hint: string): FileAnswer | Refusal =>
  outcome.status === 'written'
    ? { file: outcome.file }
    : refuse('too_large', `This format holds at most ${outcome.most} differences.`, { hint });
