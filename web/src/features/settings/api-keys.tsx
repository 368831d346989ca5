import {
  Button,
  Dropdown,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Option,
  tokens,
} from '@fluentui/react-components';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { addApiKey, listApiKeys, revokeApiKey } from '#contract/people.ts';
import { Permission } from '#model/person.ts';
import { call } from '../../lib/api.ts';
import { plural } from '../../lib/format.ts';
import { useMe } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { CopyText } from '../../ui/copy-text.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useProved } from '../../ui/proof.tsx';
import { SmallTable } from '../../ui/small-table.tsx';
import { QueryStates } from '../../ui/states.tsx';
import { When } from '../../ui/when.tsx';
import { permissionWords } from './words.ts';

const useStyles = makeStyles({ form: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'end' } });

/** Keys for programs; a key can do at most what its maker can. */
export function ApiKeys() {
  const client = useQueryClient();
  const query = useQuery({ queryKey: [listApiKeys.id], queryFn: ({ signal }) => call(listApiKeys, { signal }) });
  const again = () => client.invalidateQueries({ queryKey: [listApiKeys.id] });
  const revoke = useMutation({ mutationFn: (id: string) => call(revokeApiKey, { params: { id } }), onSettled: again });
  return (
    <Card title="API keys">
      {revoke.isError && <ProblemMessage error={revoke.error} title="The key was not revoked" />}
      <QueryStates query={query}>
        {({ data }) =>
          data.length === 0 ? (
            <p>You have no API keys.</p>
          ) : (
            <SmallTable
              label="API keys"
              rows={data}
              rowId={(row) => row.id}
              columns={[
                { title: 'Name', cell: (row) => row.name },
                { title: 'Starts with', cell: (row) => row.prefix },
                { title: 'May', cell: (row) => plural(row.scopes.length, 'thing') },
                { title: 'Last used', cell: (row) => <When at={row.usedAt} age /> },
                { title: 'Ends', cell: (row) => <When at={row.revokedAt ?? row.endsAt} /> },
                {
                  title: 'Actions',
                  cell: (row) =>
                    row.revokedAt === null ? (
                      <Button
                        size="small"
                        disabled={revoke.isPending}
                        aria-label={`Revoke ${row.name}`}
                        onClick={() => {
                          revoke.mutate(row.id);
                        }}
                      >
                        Revoke
                      </Button>
                    ) : (
                      'Revoked'
                    ),
                },
              ]}
            />
          )
        }
      </QueryStates>
      <AddKey onAdded={again} />
    </Card>
  );
}

function AddKey({ onAdded }: { readonly onAdded: () => unknown }) {
  const styles = useStyles();
  const proved = useProved();
  const me = useMe();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Permission[]>([]);
  const [tried, setTried] = useState(false);
  const add = useMutation({
    mutationFn: () => proved(() => call(addApiKey, { body: { name, scopes: [...scopes], days: 90 } })),
    onSuccess: () => {
      setName('');
      setScopes([]);
      setTried(false);
      onAdded();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== '' && scopes.length > 0 && !add.isPending) add.mutate();
  };
  return (
    <>
      <form className={styles.form} onSubmit={submit}>
        <Field label="Name of the key" {...(tried && name.trim() === '' && { validationMessage: 'Name what will use it.' })}>
          <Input
            value={name}
            onChange={(_, { value }) => {
              setName(value);
            }}
          />
        </Field>
        <Field label="It may" {...(tried && scopes.length === 0 && { validationMessage: 'Choose at least one.' })}>
          <Dropdown
            multiselect
            placeholder="Choose"
            value={scopes.map((scope) => permissionWords[scope]).join(', ')}
            selectedOptions={[...scopes]}
            onOptionSelect={(_, { selectedOptions }) => {
              setScopes(Permission.options.filter((each) => selectedOptions.includes(each)));
            }}
          >
            {(me?.permissions ?? []).map((permission) => (
              <Option key={permission} value={permission}>
                {permissionWords[permission]}
              </Option>
            ))}
          </Dropdown>
        </Field>
        <Button type="submit" disabled={add.isPending}>
          Make a key for 90 days
        </Button>
      </form>
      {add.isError && <ProblemMessage error={add.error} title="The key was not made" />}
      {add.data !== undefined && (
        <MessageBar intent="success" layout="multiline">
          <MessageBarBody style={{ whiteSpace: 'normal' }}>
            <MessageBarTitle>Copy the key now. It is not shown again.</MessageBarTitle>
            <CopyText text={add.data.key} />
          </MessageBarBody>
        </MessageBar>
      )}
    </>
  );
}
