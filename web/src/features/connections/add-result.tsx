import { Button, MessageBar, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { z } from 'zod';
import type { Connection } from '#contract/connections.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { TextLink } from '../../ui/text-link.tsx';
import { connectionWords, reasonWords } from '../../ui/words.ts';
import { crumbsFrom } from './crumbs.ts';
import { Probes } from './probes.tsx';
import { connectionQuery } from './queries.ts';
import { ReplaceSecrets } from './replace-secrets.tsx';

type ConnectionData = z.infer<typeof Connection>;

const useStyles = makeStyles({
  body: { whiteSpace: 'normal', overflowWrap: 'anywhere', paddingBlock: tokens.spacingVerticalS },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalL, alignItems: 'center' },
});

type Props = { readonly connectionId: string; readonly added: ConnectionData; readonly onAnother: () => void };

/** What came of it: the state in words, every check with its remedy, and where it does not work yet the secrets to put right. */
export function AddResult({ connectionId, added, onAnother }: Props) {
  const styles = useStyles();
  const message = useRef<HTMLDivElement>(null);
  const connection = useQuery(connectionQuery(connectionId)).data ?? added;
  const works = connection.state === 'connected';
  const byFile = connection.kind === 'distributorFile';
  const from = useUrlState()[0]['from'];
  const [back] = crumbsFrom(from);
  useEffect(() => {
    message.current?.focus();
  }, []);
  return (
    <>
      <div ref={message} tabIndex={-1} role="group" aria-label="Outcome">
        <MessageBar intent={works ? 'success' : byFile ? 'info' : 'warning'} layout="multiline">
          <MessageBarBody className={styles.body}>
            <MessageBarTitle>
              {connection.name}: {byFile ? 'Added' : connectionWords[connection.state].word}
            </MessageBarTitle>{' '}
            <span>{sentenceOf(connection)}</span>
          </MessageBarBody>
        </MessageBar>
      </div>
      {!byFile && <Probes connectionId={connectionId} />}
      {!works && !byFile && <ReplaceSecrets connection={connection} />}
      <div className={styles.actions}>
        <TextLink to={`/settings/connections/${connectionId}${from === 'setup' ? '?from=setup' : ''}`}>
          {byFile ? 'Upload its first file' : `Open ${connection.name}`}
        </TextLink>
        {from === 'setup' && <TextLink to={back.to}>Back to the set-up</TextLink>}
        <Button onClick={onAnother}>Add another connection</Button>
      </div>
    </>
  );
}

function sentenceOf({ kind, state, reason }: ConnectionData): string {
  if (kind === 'distributorFile') return 'Nothing is known of it before its first file. After that, Mapping shows what is left to decide.';
  if (state === 'connected') return 'It is read-only. The first sync starts by itself; after it, Mapping shows what is left to decide.';
  const why = reason === null ? '' : `${reasonWords[reason]} `;
  return `The connection is kept. ${why}Each check below says what to do. When only the secrets are wrong, replace them here.`;
}
