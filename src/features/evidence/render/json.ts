import type { Pack } from '../pack.ts';

/** One object; its differences are written one by one. */
export async function* renderJson(pack: Pack): AsyncGenerator<string> {
  const { rows, about, ...head } = pack;
  const text = JSON.stringify({ ...head, about: Object.fromEntries(about) });
  yield `${text.slice(0, -1)},"differences":[`;
  let isFirst = true;
  for await (const row of rows) {
    yield `${isFirst ? '' : ','}\n${JSON.stringify(row)}`;
    isFirst = false;
  }
  yield ']}\n';
}
