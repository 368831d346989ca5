import { csvRecord } from '../../../lib/csv.ts';
import { publicId } from '../../../model/ids.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import type { MappingKind } from '../decide.ts';
import { columns, readFileRows } from './rows.ts';

const byteOrderMark = '\uFEFF'; // spreadsheets read UTF-8 only with it

/** All mappings of a kind as CSV; imported again as it is, nothing changes. */
export const exportMappings = (context: Context, kind: MappingKind): Promise<{ readonly csv: string; readonly rows: number }> =>
  inScope(context.db, context.scope, async (tx) => {
    const rows = await readFileRows(tx, kind);
    const lines = rows.map(({ id, what, state, target, targetName, reason, until }) =>
      csvRecord([publicId('mapping', id), ...what, state, target, targetName, reason, until]),
    );
    return { csv: byteOrderMark + csvRecord(columns[kind]) + lines.join(''), rows: rows.length };
  });
