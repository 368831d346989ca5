import { emptyTables, type TableName } from '../world/tables.ts';
import { type ControlHandler, ok, refuse } from './call.ts';

const tableNames: ReadonlySet<string> = new Set(Object.keys(emptyTables()));
const isTableName = (name: string): name is TableName => tableNames.has(name);

/** GET /_control/truth: what there is to ask for. */
export const truthIndex: ControlHandler = ({ stage, request }) => {
  const counts = Object.fromEntries([...tableNames].filter(isTableName).map((name) => [name, stage.world.tables[name].size]));
  return ok({ tables: counts, more: ['planted', 'calls', 'events'].map((name) => `${request.linkTo('_control')}/truth/${name}`) });
};

/** GET /_control/truth/planted: the differences planted in the estate with their right answers and the sum in USD a month. */
export const planted: ControlHandler = ({ stage }) => ok({ differences: stage.planted });

/** GET /_control/truth/calls?after=SEQ&limit=N&remote=NAME: the call log, oldest first. */
export const calls: ControlHandler = ({ stage, request }) => {
  const remote = request.query.get('remote');
  const found = stage.calls.since(whole(request.query.get('after'), 0), whole(request.query.get('limit'), 1000), remote ?? undefined);
  return ok({ total: stage.calls.total, calls: found });
};

/** GET /_control/mails: what came to the mail server, oldest first. Nothing is passed on to anybody. */
export const mails: ControlHandler = ({ stage }) => ok({ total: stage.mails.length, mails: stage.mails });

/** GET /_control/truth/events?after=SEQ&limit=N: what happened since the world began. Token texts are not in it. */
export const events: ControlHandler = ({ stage, request }) => {
  const after = whole(request.query.get('after'), 0);
  const found = stage.world.events.slice(after, after + whole(request.query.get('limit'), 1000));
  return ok({ total: stage.world.events.length, events: found });
};

/** GET /_control/truth/{table}?KEY=VALUE: rows of one table whose members have these values. */
export const rows: ControlHandler = ({ stage, request, params }) => {
  const name = [...tableNames].find((one) => one.toLowerCase() === (params['table'] ?? '').toLowerCase()) ?? '';
  if (!isTableName(name)) return refuse(404, 'unknown_table', `There is no table ${params['table'] ?? ''}.`, { tables: [...tableNames] });
  const wanted = [...request.query];
  const all: readonly object[] = stage.world.tables[name].all();
  const found = all.filter((row) => wanted.every(([key, value]) => String(Reflect.get(row, key)) === value));
  return ok({ total: found.length, rows: found });
};

/** GET /_control/truth/{table}/{key} */
export const oneRow: ControlHandler = ({ stage, params }) => {
  const name = [...tableNames].find((one) => one.toLowerCase() === (params['table'] ?? '').toLowerCase()) ?? '';
  const row = isTableName(name) ? stage.world.tables[name].get(params['key'] ?? '') : undefined;
  return row === undefined ? refuse(404, 'unknown_row', `There is no row ${params['key'] ?? ''} in ${params['table'] ?? ''}.`) : ok(row);
};

function whole(text: string | null, otherwise: number): number {
  const value = Number(text ?? '');
  return text !== null && Number.isInteger(value) && value >= 0 ? value : otherwise;
}
