import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { DifferenceTab, DismissScope } from '#model/worklist.ts';
import { useMay } from '../../../lib/use-me.ts';
import { type DecisionBody, type Row, readAll, usePreview } from '../queries.ts';
import { type Filter, selectionOf } from './filters.ts';

/** What a dialog was opened for. */
export type Asked =
  | {
      readonly act: 'dismiss';
      readonly of: DecisionBody['of'];
      readonly count: number;
      /** "Contoso Ltd, Business Premium", or the group's name. */
      readonly what: string;
      readonly scope: DismissScope;
    }
  | { readonly act: 'note'; readonly row: NamedRow }
  | { readonly act: 'own'; readonly rows: readonly NamedRow[] }
  | { readonly act: 'spotCheck'; readonly rows: readonly Row[]; readonly goOn: () => void };

/** What an act needs of a difference. */
export type NamedRow = Pick<Row, 'id' | 'version' | 'customerName' | 'productName' | 'owner'>;

/** The contract's limit for one plan. */
export const mostInPlan = 500;
/** Above this many a few of them are looked at first (ux reference 5.11). */
const spotCheckAbove = 20;

export const canPreview = ({ correctable, state }: Pick<Row, 'correctable' | 'state'>): boolean =>
  correctable && (state === 'open' || state === 'failed' || state === 'waitingForApproval');
export const canDismiss = ({ state }: Pick<Row, 'state'>): boolean => state === 'open' || state === 'failed';

export type Acts = ReturnType<typeof useActs>;

/** What can be done with differences: each act begins here, whether by key, by button, for one or for many. */
export function useActs(tab: DifferenceTab) {
  const may = useMay('corrections:propose');
  const plan = usePreview();
  const [asked, setAsked] = useState<Asked>();
  const preview = (rows: readonly Row[]) => {
    const fit = rows.filter(canPreview).slice(0, mostInPlan);
    if (!may || fit.length === 0 || plan.isPending) return;
    const goOn = () => {
      plan.mutate({ differenceIds: fit.map((row) => row.id) });
    };
    if (fit.length > spotCheckAbove) setAsked({ act: 'spotCheck', rows: fit, goOn });
    else goOn();
  };
  const gather = useMutation({ mutationFn: (filter: Filter) => readAll(filter, tab, mostInPlan), onSuccess: preview });
  return {
    asked,
    isBusy: plan.isPending || gather.isPending,
    problem: plan.error ?? gather.error,
    forget: () => {
      plan.reset();
      gather.reset();
    },
    close: () => {
      setAsked(undefined);
    },
    preview,
    /** Everything of a group that can be corrected here. */
    previewAll: (filter: Filter) => {
      if (may && !gather.isPending) gather.mutate(filter);
    },
    dismiss: (rows: readonly (NamedRow & Pick<Row, 'state'>)[], scope: DismissScope = 'thisRun') => {
      const fit = rows.filter(canDismiss);
      const [first] = fit;
      if (!may || first === undefined) return;
      const what = fit.length === 1 ? `${first.customerName}, ${first.productName}` : `${fit.length} selected differences`;
      const differences = fit.map(({ id, version }) => ({ id, version }));
      setAsked({ act: 'dismiss', of: { differences }, count: fit.length, what, scope });
    },
    dismissAll: (filter: Filter, count: number, what: string) => {
      if (may) setAsked({ act: 'dismiss', of: { filter: selectionOf(filter, tab), expected: count }, count, what, scope: 'thisRun' });
    },
    note: (row: NamedRow) => {
      if (may) setAsked({ act: 'note', row });
    },
    own: (rows: readonly NamedRow[]) => {
      if (may && rows.length > 0) setAsked({ act: 'own', rows });
    },
  };
}
