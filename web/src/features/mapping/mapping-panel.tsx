import { Button, Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listMappingVersions, previewMappingDecision } from '#contract/mapping-work.ts';
import { call } from '../../lib/api.ts';
import { formatDate, formatInstant, formatMoneys, plural } from '../../lib/format.ts';
import { useMay } from '../../lib/use-me.ts';
import { Panel } from '../../ui/panel.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { mappingWords } from '../../ui/words.ts';
import { FurtherAccounts } from './further-accounts.tsx';
import { type Decision, decide, isAccount, type MappingRow, sourceOf } from './queries.ts';
import { howWords } from './words.ts';
import type { Effect } from './work-queries.ts';

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  head: { margin: 0, fontSize: tokens.fontSizeBase400 },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

export type MappingPanelProps = { readonly row: MappingRow; readonly onChanged: () => void; readonly onClose: () => void };

/** One mapping: what a choice would do to open differences, its other accounts, and what it was before. */
export function MappingPanel({ row, onChanged, onClose }: MappingPanelProps) {
  const canWrite = useMay('mapping:write');
  const styles = useStyles();
  const links = isAccount(row) ? [row, ...row.others] : [];
  return (
    <Panel title={sourceOf(row).name} onClose={onClose} isFloating>
      <Ahead row={row} onChanged={onChanged} />
      {!isAccount(row) && row.sharedTerms.length > 0 && (
        <Text>
          {row.serviceName} bills other terms too, and one price cannot be right for all of them:{' '}
          {row.sharedTerms.map((each) => `${each.productName} (${each.termLabel})`).join(', ')}.
        </Text>
      )}
      {links.length > 0 && (
        <section className={styles.part}>
          <h3 className={styles.head}>Accounts</h3>
          <FurtherAccounts links={links} canWrite={canWrite} onChanged={onChanged} />
        </section>
      )}
      <History mappingId={row.id} />
    </Panel>
  );
}

/** The choices that can be looked at: the first candidates, or taking the mapping away. */
function Ahead({ row, onChanged }: { readonly row: MappingRow; readonly onChanged: () => void }) {
  const styles = useStyles();
  const may = useMay('mapping:write');
  const [since, setSince] = useState('');
  const look = useMutation({ mutationFn: (body: Decision) => call(previewMappingDecision, { params: { id: row.id }, body }) });
  const apply = useMutation({
    mutationFn: (body: Decision) => decide(row, body),
    onSuccess: () => {
      look.reset();
      onChanged();
    },
  });
  const choices = choicesOf(row, since);
  const looked = look.variables;
  if (choices.length === 0) return null;
  return (
    <section className={styles.part}>
      <h3 className={styles.head}>What would it do?</h3>
      <span className={styles.buttons}>
        {choices.map(({ text, body }) => (
          <Button
            key={text}
            size="small"
            disabledFocusable={look.isPending}
            onClick={() => {
              look.mutate(body);
            }}
          >
            {text}
          </Button>
        ))}
      </span>
      <Field label="Counts since" hint="Left empty: from now on. A day before: also for the months since, unless one is signed off.">
        <Input
          type="date"
          value={since}
          onChange={(_, { value }) => {
            look.reset();
            setSince(value);
          }}
        />
      </Field>
      {look.error !== null && <ProblemMessage error={look.error} title="That could not be looked at" />}
      {look.data !== undefined && <Text role="status">{effectText(look.data)}</Text>}
      {may && since !== '' && look.data !== undefined && looked?.decision === 'map' && (
        <span className={styles.buttons}>
          <Button
            size="small"
            appearance="primary"
            disabledFocusable={apply.isPending}
            onClick={() => {
              apply.mutate(looked);
            }}
          >
            Map it since {formatDate(since)}
          </Button>
        </span>
      )}
      {apply.error !== null && <ProblemMessage error={apply.error} title="The mapping was not changed" />}
    </section>
  );
}

/** Where it is mapped: taking it away, or mapping it there also for months before; else the first candidates. */
function choicesOf(row: MappingRow, since: string): readonly { readonly text: string; readonly body: Decision }[] {
  const counted = since === '' ? {} : { since };
  const to = (targetId: string, text: string) => ({ text, body: { decision: 'map' as const, targetId, ...counted } });
  const { targetId, targetName } = sourceOf(row);
  if (row.state === 'mapped' && targetId !== null)
    return [{ text: 'Unmap', body: { decision: 'unmap' } }, ...(since === '' ? [] : [to(targetId, targetName ?? targetId)])];
  return row.candidates.slice(0, 3).map((each) => to(each.targetId, each.name));
}

export function effectText({ looked, customers, before, after, opened, gone, months }: Effect): string {
  const sum = ({ open, money }: Effect['before']): string =>
    `${plural(open, 'difference')}${money.length === 0 ? '' : ` (${formatMoneys(money)})`}`;
  const whom = looked < customers ? `Of the first ${looked} of ${plural(customers, 'customer')}: ` : '';
  const again = months.length === 0 ? '' : ` Compared again: ${months.join(', ')}.`;
  return `${whom}${sum(before)} open now, ${sum(after)} then: ${opened} new, ${gone} gone.${again} Nothing was changed.`;
}

function History({ mappingId }: { readonly mappingId: string }) {
  const styles = useStyles();
  const versions = useQuery({
    queryKey: [listMappingVersions.id, mappingId],
    queryFn: ({ signal }) => call(listMappingVersions, { params: { id: mappingId }, signal }),
  });
  return (
    <section className={styles.part}>
      <h3 className={styles.head}>History</h3>
      {versions.error !== null && <ProblemMessage error={versions.error} title="The history could not be read" />}
      {versions.isPending && <Text role="status">Reading the history…</Text>}
      {versions.data !== undefined && (
        <SmallTable
          label="History"
          rows={versions.data.data}
          rowId={(version) => version.from}
          columns={[
            { title: 'From', cell: ({ from }) => formatInstant(from) },
            {
              title: 'State',
              cell: ({ state, targetName }) => [mappingWords[state].word, targetName].filter((each) => each !== null).join(': '),
            },
            { title: 'By', cell: ({ decidedBy, how }) => decidedBy ?? (how === null ? 'evidence' : howWords[how]) },
            { title: 'Why', cell: ({ reason }) => reason ?? '' },
          ]}
        />
      )}
    </section>
  );
}
