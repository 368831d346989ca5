import { Button, MessageBar, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { z } from 'zod';
import type { Connection } from '#contract/connections.ts';
import { TextLink } from '../../ui/text-link.tsx';
import { connectionWords, reasonWords } from '../../ui/words.ts';
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
  useEffect(() => {
    message.current?.focus();
  }, []);
  return (
    <>
      <div ref={message} tabIndex={-1} role="group" aria-label="Outcome">
        <MessageBar intent={works ? 'success' : 'warning'} layout="multiline">
          <MessageBarBody className={styles.body}>
            <MessageBarTitle>
              {connection.name}: {connectionWords[connection.state].word}
            </MessageBarTitle>{' '}
            {connection.kind === 'distributorFile' ? (
              <span>It is told by its files: open it and upload the first one. After it, Mapping shows what is left to decide.</span>
            ) : works ? (
              <span>It is read-only. The first sync starts by itself; after it, Mapping shows what is left to decide.</span>
            ) : (
              <span>
                The connection is kept. {connection.reason === null ? '' : reasonWords[connection.reason]} Each check below says what to do.
                When only the secrets are wrong, replace them here.
              </span>
            )}
          </MessageBarBody>
        </MessageBar>
      </div>
      {connection.kind !== 'distributorFile' && <Probes connectionId={connectionId} />}
      {!works && connection.kind !== 'distributorFile' && <ReplaceSecrets connection={connection} />}
      <div className={styles.actions}>
        <TextLink to={`/settings/connections/${connectionId}`}>Open {connection.name}</TextLink>
        <Button onClick={onAnother}>Add another connection</Button>
      </div>
    </>
  );
}
