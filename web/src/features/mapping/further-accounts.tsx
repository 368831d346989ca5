import { Button, Checkbox, Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { addAccountLink, removeAccountLink } from '#contract/mapping-work.ts';
import { listSubscriptions } from '#contract/subscriptions.ts';
import { call } from '../../lib/api.ts';
import { plural } from '../../lib/format.ts';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { type Choice, SearchPicker } from '../../ui/search-picker.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { mappingWords } from '../../ui/words.ts';
import { type Link, searchAccounts } from './queries.ts';

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  list: { display: 'flex', flexDirection: 'column', maxHeight: '220px', overflowY: 'auto' },
});

export type FurtherAccountsProps = {
  /** All links of one customer. */
  readonly links: readonly Link[];
  readonly canWrite: boolean;
  readonly onChanged: () => void;
};

/** Every account of a customer: its first ones and further ones, which can be added and taken away here (capability S58). */
export function FurtherAccounts({ links, canWrite, onChanged }: FurtherAccountsProps) {
  const styles = useStyles();
  const [adding, setAdding] = useState<Link>();
  const remove = useMutation({
    mutationFn: (id: string) => call(removeAccountLink, { params: { id } }),
    onSuccess: onChanged,
  });
  const firsts = links.filter((link) => link.state === 'mapped' && !link.isExtra);
  return (
    <>
      <SmallTable
        label="Accounts"
        rows={links}
        rowId={(link) => link.id}
        columns={[
          { title: 'In', cell: (link) => link.connectionName },
          { title: 'Account', cell: accountText },
          { title: 'State', cell: (link) => mappingWords[link.state].word },
          {
            title: 'Actions',
            cell: (link) =>
              link.isExtra &&
              canWrite && (
                <Button
                  size="small"
                  aria-label={`Take ${link.accountName ?? 'the account'} away`}
                  disabledFocusable={remove.isPending}
                  onClick={() => {
                    remove.mutate(link.id);
                  }}
                >
                  Take away
                </Button>
              ),
          },
        ]}
      />
      {remove.error !== null && <ProblemMessage error={remove.error} title="The account was not taken away" />}
      {canWrite && adding === undefined && (
        <span className={styles.buttons}>
          {firsts.map((link) => (
            <Button
              key={link.id}
              size="small"
              onClick={() => {
                setAdding(link);
              }}
            >
              Add a further account in {link.connectionName}
            </Button>
          ))}
        </span>
      )}
      {adding !== undefined && (
        <AddAccount
          first={adding}
          taken={new Set(links.flatMap((link) => link.covers))}
          onDone={() => {
            setAdding(undefined);
            onChanged();
          }}
          onLeave={() => {
            setAdding(undefined);
          }}
        />
      )}
    </>
  );
}

const accountText = (link: Link): string => {
  if (link.isAbsent) return 'not there';
  const what = link.covers.length === 0 ? '' : `: ${plural(link.covers.length, 'subscription')}`;
  return `${link.accountName ?? '–'}${link.isExtra ? ` (further account${what})` : ''}`;
};

type AddProps = {
  readonly first: Link;
  /** Microsoft's ids, in lower case, of what other further accounts bill. */
  readonly taken: ReadonlySet<string>;
  readonly onDone: () => void;
  readonly onLeave: () => void;
};

/** Which account, what is billed there, and why. What another further account bills is not offered: it would be billed twice. */
function AddAccount({ first, taken, onDone, onLeave }: AddProps) {
  const styles = useStyles();
  const [target, setTarget] = useState<Choice>();
  const [covers, setCovers] = useState<ReadonlySet<string>>(new Set());
  const [reason, setReason] = useState('');
  const [isAsked, setAsked] = useState(false);
  const add = useMutation({
    mutationFn: (targetId: string) => call(addAccountLink, { params: { id: first.id }, body: { targetId, covers: [...covers], reason } }),
    onSuccess: onDone,
  });
  const submit = () => {
    setAsked(true);
    if (target !== undefined && reason.trim() !== '' && !add.isPending) add.mutate(target.id);
  };
  return (
    <form
      className={styles.part}
      aria-label={`Further account in ${first.connectionName}`}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <SearchPicker
        label={`Search an account in ${first.connectionName}`}
        searchKey={['mapping-targets', first.connectionId, true]}
        search={(letters, signal) => searchAccounts(first.connectionId, letters, signal)}
        chosen={target}
        onChoose={setTarget}
      />
      {isAsked && target === undefined && <Text role="alert">Choose the account first.</Text>}
      <Subscriptions customerId={first.customerId} taken={taken} covers={covers} onChange={setCovers} />
      <Field
        label="Reason"
        required
        {...(isAsked && reason.trim() === '' && { validationMessage: 'Say why, so that others need not ask.' })}
      >
        <Input
          value={reason}
          maxLength={500}
          onChange={(_, { value }) => {
            setReason(value);
          }}
        />
      </Field>
      {add.error !== null && <ProblemMessage error={add.error} title="The account was not added" />}
      <span className={styles.buttons}>
        <Button type="submit" appearance="primary" size="small" disabledFocusable={add.isPending}>
          Add the account
        </Button>
        <Button size="small" onClick={onLeave}>
          Cancel
        </Button>
      </span>
    </form>
  );
}

type SubscriptionsProps = {
  readonly customerId: string;
  readonly taken: ReadonlySet<string>;
  readonly covers: ReadonlySet<string>;
  readonly onChange: (covers: ReadonlySet<string>) => void;
};

function Subscriptions({ customerId, taken, covers, onChange }: SubscriptionsProps) {
  const styles = useStyles();
  const found = useQuery({
    queryKey: [listSubscriptions.id, 'of', customerId],
    queryFn: ({ signal }) => call(listSubscriptions, { query: { customerId, limit: 100 }, signal }),
  });
  if (found.error !== null) return <ProblemMessage error={found.error} title="The subscriptions could not be read" />;
  if (found.data === undefined) return <Text role="status">Reading the subscriptions…</Text>;
  const free = found.data.data.filter(({ remoteId, retired }) => !retired && !taken.has(remoteId.toLowerCase()));
  return (
    <div role="group" aria-label="Billed there" className={styles.list}>
      <Text>Billed there (the first account bills the rest)</Text>
      {free.map(({ id, remoteId, offerName, termLabel, seats }) => (
        <Checkbox
          key={id}
          label={`${offerName} (${termLabel}, ${plural(seats, 'seat')})`}
          checked={covers.has(remoteId)}
          onChange={(_, { checked }) => {
            onChange(checked === true ? new Set([...covers, remoteId]) : new Set([...covers].filter((each) => each !== remoteId)));
          }}
        />
      ))}
      {free.length === 0 && <Text>No subscription is left that could be billed there.</Text>}
    </div>
  );
}
