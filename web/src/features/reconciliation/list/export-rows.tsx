import { ExportFormat, exportDifferences } from '#contract/evidence.ts';
import type { DifferenceTab } from '#model/worklist.ts';
import { addressOf } from '../../../lib/api.ts';
import { Download } from '../../../ui/download.tsx';
import { fileWords } from '../../../ui/words.ts';
import { type Filter, statesIn } from './filters.ts';

export type ExportRowsProps = { readonly tab: DifferenceTab; readonly filter: Filter; readonly sort: string | undefined };

/** The same rows as the list shows, as a file. */
export function ExportRows({ tab, filter, sort }: ExportRowsProps) {
  const files = ExportFormat.options.map((format) => ({
    word: fileWords[format],
    href: addressOf(exportDifferences, { query: { ...filter, format, state: statesIn(tab), sort } }),
  }));
  return <Download text="Export" files={files} />;
}
