import { Checkbox, Field, makeStyles, Select, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { z } from 'zod';
import type { DistributorFilePreview } from '#contract/distributor-files.ts';
import { type DistributorFileField, DistributorFileKind, distributorFileFields } from '#model/distributor-file.ts';
import { formatDayOf, formatMoney, formatNumber, plural } from '../../lib/format.ts';
import { Facts } from '../../ui/card.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { PreviewedInvoices } from './file-invoices.tsx';
import { type FileWish, fileFieldWords, fileKindWords } from './file-words.ts';

type PreviewData = z.infer<typeof DistributorFilePreview>;

const useStyles = makeStyles({
  columns: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 220px), 1fr))', gap: tokens.spacingHorizontalM },
  list: { margin: 0, paddingInlineStart: '18px', overflowWrap: 'anywhere' },
  text: { margin: 0, overflowWrap: 'anywhere' },
  summary: { marginBlockEnd: tokens.spacingVerticalS },
});

type Props = {
  readonly preview: PreviewData;
  readonly isBusy: boolean;
  readonly acceptGone: boolean;
  readonly onAcceptGone: (accepted: boolean) => void;
  readonly onWish: (change: FileWish) => void;
};

/** What a file would do, and how it was understood. */
export function FilePreview({ preview, isBusy, acceptGone, onAcceptGone, onWish }: Props) {
  const styles = useStyles();
  const { kind, effects, missing, unread, isOlder, isInUse, losesMany, asOf } = preview;
  return (
    <>
      {isInUse && <p className={styles.text}>This file is in use already, read in just this way.</p>}
      {missing.length > 0 ? (
        <div role="alert">
          <p className={styles.text}>Say below which column it is:</p>
          <ul className={styles.list} aria-label="Missing columns">
            {missing.map((group) => (
              <li key={group.join()}>{group.map((field) => fileFieldWords[field]).join(', or ')}</li>
            ))}
          </ul>
        </div>
      ) : (
        kind !== 'charges' && (
          <Facts
            facts={[
              ['As of', formatDayOf(asOf)],
              ['Customers', effectWords(effects.customers)],
              ['Subscriptions', effectWords(effects.subscriptions)],
            ]}
          />
        )
      )}
      {kind === 'charges' && <PreviewedInvoices preview={preview} isBusy={isBusy} onWish={onWish} />}
      {lacksTerms(preview) && (
        <p className={styles.text}>
          Seats are compared only where term and billing frequency are both read. If the file has them, say below which columns they are.
        </p>
      )}
      {isOlder && <p className={styles.text}>What is in use now is of a later day.</p>}
      <Problems preview={preview} />
      {losesMany && (
        <Checkbox
          label="More than half would be gone. The file is whole, and they are."
          checked={acceptGone}
          onChange={(_, { checked }) => {
            onAcceptGone(checked === true);
          }}
        />
      )}
      {kind !== 'charges' && <Records preview={preview} />}
      <Field label="The file tells of">
        <Select
          value={kind}
          aria-disabled={isBusy}
          onChange={(_, { value }) => {
            if (isBusy) return;
            onWish({ kind: DistributorFileKind.options.find((each) => each === value) ?? kind, columns: {} });
          }}
        >
          {DistributorFileKind.options.map((each) => (
            <option key={each} value={each}>
              {fileKindWords[each]}
            </option>
          ))}
        </Select>
      </Field>
      <Columns preview={preview} isBusy={isBusy} onWish={onWish} />
      {unread.length > 0 && <p className={styles.text}>Kept in the file and not read: {unread.join(', ')}.</p>}
    </>
  );
}

/** Without both, nothing says what a seat of the file is. */
const lacksTerms = ({ kind, missing, columns }: PreviewData): boolean =>
  kind === 'subscriptions' && missing.length === 0 && (columns.term === undefined || columns.frequency === undefined);

const effectWords = ({ create, change, gone, unchanged }: PreviewData['effects']['customers']): string =>
  `${formatNumber(create)} new, ${formatNumber(change)} changed, ${formatNumber(gone)} gone, ${formatNumber(unchanged)} unchanged`;

function Problems({ preview: { kind, problems, badLines } }: Pick<Props, 'preview'>) {
  const styles = useStyles();
  if (problems.length === 0) return null;
  return (
    <div role="group" aria-label="Lines that cannot be taken">
      {badLines > 0 && (
        <p className={styles.text}>
          {plural(badLines, 'line')} cannot be taken.{' '}
          {kind !== 'charges'
            ? 'While there are any, nothing is removed here.'
            : badLines === 1
              ? 'It stays on the invoice as it is.'
              : 'They stay on the invoice as they are.'}
        </p>
      )}
      <ul className={styles.list}>
        {problems.slice(0, 10).map(({ line, column, sentence }) => (
          <li key={`${line} ${column} ${sentence}`}>
            Line {line}: {sentence}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The first rows as they were understood. */
function Records({ preview: { kind, customers, subscriptions } }: Pick<Props, 'preview'>) {
  const names = new Map(customers.map(({ remoteId, name }) => [remoteId, name]));
  if (kind === 'customers')
    return (
      <SmallTable
        label="First customers"
        rows={customers.slice(0, 5)}
        rowId={({ remoteId }) => remoteId}
        columns={[
          { title: 'Customer', cell: ({ name }) => name },
          { title: 'Domain', cell: ({ domain }) => domain },
          { title: 'Tenants', cell: ({ tenantIds }) => tenantIds.join(', ') },
        ]}
      />
    );
  return (
    <SmallTable
      label="First subscriptions"
      rows={subscriptions.slice(0, 5)}
      rowId={({ remoteId }) => remoteId}
      columns={[
        { title: 'Subscription', cell: ({ remoteId }) => remoteId },
        { title: 'Customer', cell: ({ accountRemoteId }) => names.get(accountRemoteId) ?? accountRemoteId },
        { title: 'Product', cell: ({ productName }) => productName },
        { title: 'Seats', align: 'end', cell: ({ seats }) => formatNumber(seats) },
        {
          title: 'Unit cost',
          align: 'end',
          cell: ({ unitCost, currency }) =>
            currency === null || unitCost === null ? (unitCost ?? '–') : formatMoney({ amount: unitCost, currency }, { unitPrice: true }),
        },
      ]}
    />
  );
}

/**
 * Which column each field is read from; changed by a person, it is remembered for the next file. Opened by what is missing, it does not close
 * under the hands of whoever said the last of it.
 */
function Columns({ preview, isBusy, onWish }: Pick<Props, 'preview' | 'isBusy' | 'onWish'>) {
  const styles = useStyles();
  const { kind, columns, headings } = preview;
  const fields: readonly DistributorFileField[] = distributorFileFields[kind];
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      open={isOpen || preview.missing.length > 0}
      onToggle={({ currentTarget }) => {
        setOpen(currentTarget.open);
      }}
    >
      <summary className={styles.summary}>Columns</summary>
      <div className={styles.columns}>
        {fields.map((field) => (
          <Field key={field} label={fileFieldWords[field]}>
            <Select
              value={columns[field] ?? ''}
              aria-disabled={isBusy}
              onChange={(_, { value }) => {
                if (isBusy) return;
                onWish({ kind, columns: { ...columns, [field]: value } });
              }}
            >
              <option value="">Not in the file</option>
              {[...new Set(headings)]
                .filter((heading) => heading !== '')
                .map((heading) => (
                  <option key={heading} value={heading}>
                    {heading}
                  </option>
                ))}
            </Select>
          </Field>
        ))}
      </div>
    </details>
  );
}
