import { makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { decideMappings, lookAtMappings } from '#contract/mapping-work.ts';
import { call } from '../../lib/api.ts';
import { plural } from '../../lib/format.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import type { BookKind } from './queries.ts';
import { allStrong, type Batch, kindOf } from './work-queries.ts';

const useStyles = makeStyles({
  list: { margin: 0, paddingInlineStart: '18px', display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
});

export type AcceptStrongProps = {
  readonly kind: BookKind;
  readonly onDone: (batch: Batch) => void;
  readonly onClose: () => void;
};

/** Accepts all strong suggestions at once, after a look at ten of them, spread evenly over all. One Ctrl Z takes all of them back. */
export function AcceptStrong({ kind, onDone, onClose }: AcceptStrongProps) {
  const styles = useStyles();
  const of = { kind: kindOf[kind], selection: allStrong };
  const look = useQuery({ queryKey: [lookAtMappings.id, kind], queryFn: () => call(lookAtMappings, { body: of }), gcTime: 0 });
  const take = useMutation({
    mutationFn: () => call(decideMappings, { body: { ...of, decision: { decision: 'accept' } } }),
    onSuccess: onDone,
  });
  const count = look.data?.count ?? 0;
  return (
    <FormDialog
      title={look.data === undefined ? 'Looking for strong suggestions' : `Map ${plural(count, 'suggestion')}?`}
      submit={`Map ${count}`}
      cancel="Look at each"
      isBusy={take.isPending || count === 0}
      error={take.error ?? look.error}
      onSubmit={take.mutate}
      onClose={onClose}
    >
      <span>{count === 0 ? 'None is strong enough to be taken together.' : 'Look at some of them first:'}</span>
      <ul className={styles.list}>
        {(look.data?.samples ?? []).map(({ name, target, evidence }, at) => (
          // Two of one name can stand in the sample.
          <li key={`${name} ${String(at)}`}>
            {name} is {target} ({evidence.join(', ')})
          </li>
        ))}
      </ul>
    </FormDialog>
  );
}
