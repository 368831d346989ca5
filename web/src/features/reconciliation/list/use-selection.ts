import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DifferenceTab } from '#model/worklist.ts';
import { pageSize, type Row, seenBeforeQuery } from '../queries.ts';

export type Selection = {
  readonly ids: ReadonlySet<string>;
  /** What is selected, as it stands now. */
  readonly rows: readonly Row[];
  /** How many were selected that are not behind this tab any more. */
  readonly left: number;
  readonly select: (ids: ReadonlySet<string>) => void;
  readonly clear: () => void;
};

/**
 * What a person selected, by id. Reading the list again takes nothing from it and puts nothing into it: rows that moved behind the end of
 * what is loaded, or into a closed group, are asked for by their ids; those that somebody decided or a comparison took away are counted.
 */
export function useSelection(shown: readonly Row[], tab: DifferenceTab): Selection {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Row>>(new Map());
  const inList = new Map(shown.map((row) => [row.id, row]));
  const beyond = [...chosen.keys()].filter((id) => !inList.has(id)).sort();
  const asked = beyond.slice(0, pageSize);
  const found = useQuery(seenBeforeQuery(asked, tab)).data?.data;
  // Until the server has answered, what was seen last holds.
  const answered = new Map<string, Row | undefined>(found === undefined ? [] : asked.map((id) => [id, undefined]));
  for (const row of found ?? []) answered.set(row.id, row);
  const rows = [...chosen.values()].flatMap((row) => inList.get(row.id) ?? (answered.has(row.id) ? (answered.get(row.id) ?? []) : row));
  return {
    ids: new Set(rows.map(({ id }) => id)),
    rows,
    left: chosen.size - rows.length,
    select: (ids) => {
      const now = [...ids].flatMap((id) => inList.get(id) ?? answered.get(id) ?? chosen.get(id) ?? []);
      setChosen(new Map(now.map((row) => [row.id, row])));
    },
    clear: () => {
      setChosen(new Map());
    },
  };
}
