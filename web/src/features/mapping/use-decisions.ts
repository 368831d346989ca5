import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { undoMappings } from '#contract/mapping-work.ts';
import { getOverview } from '#contract/overview.ts';
import { listDifferences } from '#contract/reconciliation.ts';
import { call } from '../../lib/api.ts';
import { plural } from '../../lib/format.ts';
import { useToast } from '../../ui/toasts.tsx';
import { countsQuery, type Decided, type Decision, decide, listRouteOf, sourceOf } from './queries.ts';
import type { Batch } from './work-queries.ts';

export type Act = { readonly rows: readonly Decided[]; readonly body: Decision };

const doneWords: Readonly<Record<Decision['decision'], string>> = {
  accept: 'Mapped',
  map: 'Mapped',
  ignore: 'Excluded',
  absent: 'Not there:',
  reject: 'Not suggested again for',
  unmap: 'Unmapped',
  undo: 'Undone:',
};

/**
 * Decides mappings, one call each, and remembers the own decisions of this visit: Ctrl Z takes the last one back, a bulk act as one.
 * What was done stays done when a later one of the same act is refused; the refusal is shown.
 */
export function useDecisions() {
  const client = useQueryClient();
  const toast = useToast();
  const done = useRef<(readonly Decided[] | Batch)[]>([]);
  // A toast keeps the Undo of an earlier moment, so what runs now is not known from its own time.
  const running = useRef(false);
  const [progress, setProgress] = useState<{ readonly at: number; readonly of: number }>();
  const mutation = useMutation({
    mutationFn: async ({ rows, body }: Act) => {
      running.current = true;
      const decided: Decided[] = [];
      try {
        for (const row of rows) {
          if (rows.length > 1) setProgress({ at: decided.length, of: rows.length });
          decided.push(await decide(row, body));
        }
      } finally {
        running.current = false;
        setProgress(undefined);
        if (decided.length > 0 && body.decision !== 'undo') done.current.push(decided);
        await refresh();
      }
      return decided;
    },
    onSuccess: (decided, { body }) => {
      const [first] = decided;
      if (first === undefined) return;
      const what = decided.length === 1 ? sourceOf(first).name : String(decided.length);
      toast(`${doneWords[body.decision]} ${what}.`, body.decision === 'undo' ? undefined : undo);
    },
  });
  const refresh = () =>
    Promise.all(
      [listRouteOf.accounts.id, listRouteOf.products.id, ...countsQuery.queryKey, listDifferences.id, getOverview.id].map((id) =>
        client.invalidateQueries({ queryKey: [id] }),
      ),
    );
  const act = useLine(mutation.mutateAsync);
  const takeBack = useMutation({
    mutationFn: (batch: Batch) => call(undoMappings, { params: { id: batch.batchId } }),
    onSuccess: ({ undone }) => {
      toast(`Undone: ${plural(undone, 'mapping')}.`);
    },
    onSettled: () => refresh(),
  });
  const undo = () => {
    if (running.current) return;
    const step = done.current.pop();
    if (step === undefined) return;
    if ('batchId' in step) takeBack.mutate(step);
    else mutation.mutate({ rows: step, body: { decision: 'undo' } });
  };
  /** A bulk act of the server: one step for Ctrl Z as well. */
  const remember = (batch: Batch) => {
    done.current.push(batch);
    toast(`Changed ${plural(batch.decided, 'mapping')}${batch.refused > 0 ? `, ${batch.refused} left as they are` : ''}.`, undo);
    void refresh();
  };
  useUndoKey(undo);
  return {
    act,
    remember,
    refresh,
    error: mutation.error ?? takeBack.error,
    dismiss: () => {
      mutation.reset();
      takeBack.reset();
    },
    isBusy: mutation.isPending || takeBack.isPending,
    progress,
  };
}

/** One after the other: a key that comes while an earlier row is still being decided is not lost; the same row twice is once. */
function useLine(decideNow: (act: Act) => Promise<unknown>): (act: Act) => void {
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const waiting = useRef(new Set<string>());
  return ({ rows, body }) => {
    const fresh = rows.filter(({ id }) => !waiting.current.has(id));
    if (fresh.length === 0) return;
    for (const { id } of fresh) waiting.current.add(id);
    line.current = line.current
      .then(() => decideNow({ rows: fresh, body }))
      .catch(() => undefined) // shown by the page
      .then(() => {
        for (const { id } of fresh) waiting.current.delete(id);
      });
  };
}

function useUndoKey(undo: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const isUndo = event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey;
      const target = event.target instanceof Element ? event.target : document.body;
      if (!isUndo || target.closest('input, textarea, [contenteditable=true], [role=dialog]') !== null) return;
      event.preventDefault();
      undo();
    };
    document.addEventListener('keydown', listen);
    return () => {
      document.removeEventListener('keydown', listen);
    };
  });
}
