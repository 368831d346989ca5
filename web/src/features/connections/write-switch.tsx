import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  makeStyles,
  Textarea,
  tokens,
} from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { z } from 'zod';
import { changeConnection } from '#contract/connection-changes.ts';
import { type Connection } from '#contract/connections.ts';
import { sideOf, type WriteKind, writeKindsOf } from '#model/connection.ts';
import { call } from '../../lib/api.ts';
import { useMay } from '../../lib/use-me.ts';
import { Card } from '../../ui/card.tsx';
import { FocusBack } from '../../ui/focus-back.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useProved } from '../../ui/proof.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { WriteBadge } from './connection-words.tsx';
import { writeKindWords } from './words.ts';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  text: { margin: 0 },
});

type Props = { readonly connection: z.infer<typeof Connection> };

/** Writing is off until somebody turns it on for this connection, for each kind of action, and says why; turning it off needs no reason. */
export function WriteSwitch({ connection }: Props) {
  const styles = useStyles();
  const isOn = connection.writeKinds.length > 0;
  const kinds = writeKindsOf[sideOf[connection.kind]];
  const isConsentMissing = connection.writeConsent.isNeeded && connection.writeConsent.at === null;
  return (
    <Card title="Writing" action={<WriteBadge writeKinds={connection.writeKinds} />}>
      <p className={styles.text}>
        {isOn
          ? `Corrections that you apply change ${wordsOf(connection.writeKinds)} here. Each one is previewed first and read again afterwards.`
          : 'Concord only reads here. Corrections can be previewed, not applied.'}
      </p>
      {isConsentMissing ? (
        <p className={styles.text}>
          Writing at Microsoft needs a second consent.{' '}
          <TextLink to={`/settings/connections/${connection.id}?tab=authentication`} inline>
            Ask for consent to write
          </TextLink>
        </p>
      ) : (
        kinds.map((kind) => <KindSwitch key={kind} connection={connection} kind={kind} isOnlyOne={kinds.length === 1} />)
      )}
    </Card>
  );
}

const wordsOf = (kinds: readonly WriteKind[]): string => kinds.map((kind) => writeKindWords[kind].toLowerCase()).join(' and ');

function KindSwitch({ connection, kind, isOnlyOne }: Props & { readonly kind: WriteKind; readonly isOnlyOne: boolean }) {
  const may = useMay('connections:write');
  const [asking, setAsking] = useState(false);
  const isOn = connection.writeKinds.includes(kind);
  const change = useChangeWriting(connection.id);
  const what = isOnlyOne ? 'writing' : writeKindWords[kind].toLowerCase();
  const others = connection.writeKinds.filter((each) => each !== kind);
  return (
    <>
      {change.isError && <ProblemMessage error={change.error} title="Writing was not changed" />}
      <div>
        <Button
          disabled={!may || change.isPending}
          {...(!may && { title: 'Ask an owner for "connections:write".' })}
          onClick={() => {
            if (isOn) change.mutate({ writeKinds: others });
            else setAsking(true);
          }}
        >
          {isOn ? `Turn ${what} off` : `Turn ${what} on…`}
        </Button>
      </div>
      {asking && (
        <ReasonDialog
          name={connection.name}
          what={what}
          changes={writeKindWords[kind].toLowerCase()}
          onLeave={() => {
            setAsking(false);
          }}
          onGo={(reason) => {
            setAsking(false);
            change.mutate({ writeKinds: [...others, kind], reason });
          }}
        />
      )}
    </>
  );
}

function useChangeWriting(id: string) {
  const client = useQueryClient();
  const proved = useProved();
  const toast = useToast();
  return useMutation({
    mutationFn: (body: { writeKinds: WriteKind[]; reason?: string }) => proved(() => call(changeConnection, { params: { id }, body })),
    onSuccess: ({ writeKinds }) => {
      toast(writeKinds.length > 0 ? 'Writing is on' : 'Writing is off');
      void client.invalidateQueries();
    },
  });
}

type ReasonProps = {
  readonly name: string;
  readonly what: string;
  readonly changes: string;
  readonly onGo: (reason: string) => void;
  readonly onLeave: () => void;
};

function ReasonDialog({ name, what, changes, onGo, onLeave }: ReasonProps) {
  const styles = useStyles();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (reason.trim() !== '') onGo(reason.trim());
  };
  return (
    <Dialog
      open
      onOpenChange={() => {
        onLeave();
      }}
    >
      <DialogSurface>
        <FocusBack />
        <form onSubmit={submit}>
          <DialogBody>
            <DialogTitle>
              Turn {what} on for {name}?
            </DialogTitle>
            <DialogContent className={styles.content}>
              <span>Corrections that people apply will change {changes} there. Nothing is changed by itself.</span>
              <Field
                label="Reason"
                hint="Goes into the audit log."
                {...(tried && reason.trim() === '' && { validationMessage: 'Say why writing is turned on.' })}
              >
                <Textarea
                  value={reason}
                  maxLength={500}
                  onChange={(_, { value }) => {
                    setReason(value);
                  }}
                />
              </Field>
            </DialogContent>
            <DialogActions>
              <Button onClick={onLeave}>Keep it read-only</Button>
              <Button type="submit" appearance="primary">
                Turn {what} on
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
