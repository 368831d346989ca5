import type { Books } from './books.ts';
import { findExports } from './inputs/exports.ts';
import { loadHeader } from './inputs/header.ts';
import { type FilesInput, findTables } from './inputs/layout.ts';
import { type Estate, loadEstate } from './load/estate.ts';
import type { ProblemList } from './problem.ts';

/** The estate as it was a month before. One of a later month would make what was scheduled since look lost, so it is not used. */
export async function loadBefore(
  { before, format }: FilesInput,
  month: Books['month'],
  problems: ProblemList,
): Promise<Estate | undefined> {
  if (before === undefined) return undefined;
  const folder = { data: before, format };
  const { subscriptions } = await findTables(folder);
  const notUsed = (code: string, message: string, hint: string): void => {
    problems.add({ code, file: before, message, hint, partial: true });
  };
  if (subscriptions.length === 0) {
    notUsed(
      'before_without_estate',
      'The folder of the month before holds no subscriptions.',
      'Name the folder that --data had last month.',
    );
    return undefined;
  }
  for (const { header } of await findExports(folder, 'invoice', problems)) {
    const from = (await loadHeader(header, problems))?.from;
    if (from === undefined || from < month.start) continue;
    notUsed('before_not_earlier', 'The month of this folder is not before the compared one.', 'Name the folder of an earlier month.');
    return undefined;
  }
  return loadEstate(subscriptions, problems);
}
