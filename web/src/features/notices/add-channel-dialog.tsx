import { Checkbox, Field, Input, MessageBar, MessageBarBody, MessageBarTitle, Radio, RadioGroup } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { addNoticeChannel, listNoticeChannels } from '#contract/notice-channels.ts';
import type { ChannelCadence, ChannelKind, NoticeEvent } from '#model/notice.ts';
import { call } from '../../lib/api.ts';
import { CopyText } from '../../ui/copy-text.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { useProved } from '../../ui/proof.tsx';
import { cadenceWords, eventWords, kindWords } from './words.ts';

type EventName = z.infer<typeof NoticeEvent>;
type Kind = z.infer<typeof ChannelKind>;
type Cadence = z.infer<typeof ChannelCadence>;
const events = Object.keys(eventWords) as readonly EventName[]; // the keys of a record of them
const kinds = Object.keys(kindWords) as readonly Kind[]; // as above
const cadences = Object.keys(cadenceWords) as readonly Cadence[]; // as above

/** What to enter, by kind. */
const addressHints: Readonly<Record<Kind, string>> = {
  email: 'One mailbox',
  teams: 'Of a workflow that posts what a webhook brings. It is kept encrypted and only its host is shown',
  slack: 'Of an incoming webhook. It is kept encrypted and only its host is shown',
  webhook: 'https; it is kept encrypted and only its host is shown',
};

/** A mailbox, a chat or a program. The secret of a program is shown once, in the same dialog. */
export function AddChannelDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient();
  const proved = useProved();
  const [kind, setKind] = useState<Kind>('email');
  const [cadence, setCadence] = useState<Cadence>('instant');
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [chosen, setChosen] = useState<readonly EventName[]>(events);
  const [tried, setTried] = useState(false);
  const add = useMutation({
    mutationFn: () =>
      proved(() =>
        call(addNoticeChannel, {
          body: {
            kind,
            name: name.trim(),
            address: address.trim(),
            events: chosen.length === events.length ? [] : [...chosen],
            cadence: kind === 'webhook' ? 'instant' : cadence,
          },
        }),
      ),
    onSuccess: ({ secret }) => {
      void client.invalidateQueries({ queryKey: [listNoticeChannels.id] });
      if (secret === null) onClose();
    },
  });
  const secret = add.data?.secret ?? undefined;
  const missing = (text: string, says: string) => (tried && text.trim() === '' ? { validationMessage: says } : {});
  return (
    <FormDialog
      title="Add a channel"
      submit={secret === undefined ? 'Add the channel' : 'I have kept the secret'}
      cancel={secret === undefined ? 'Cancel' : 'Close'}
      isBusy={add.isPending}
      error={add.error}
      onClose={onClose}
      onSubmit={() => {
        if (secret !== undefined) {
          onClose();
          return;
        }
        setTried(true);
        if (name.trim() !== '' && address.trim() !== '' && chosen.length > 0) add.mutate();
      }}
    >
      {secret === undefined ? (
        <>
          <Field label="Kind">
            <RadioGroup
              layout="horizontal"
              style={{ flexWrap: 'wrap' }}
              value={kind}
              onChange={(_, { value }) => {
                setKind(kinds.find((each) => each === value) ?? 'email');
              }}
            >
              {kinds.map((each) => (
                <Radio key={each} value={each} label={kindWords[each]} />
              ))}
            </RadioGroup>
          </Field>
          <Field label="Name" hint="As the list calls it" {...missing(name, 'Give it a name.')}>
            <Input
              value={name}
              onChange={(_, { value }) => {
                setName(value);
              }}
            />
          </Field>
          <Field
            label={kind === 'email' ? 'E-mail address' : 'Address'}
            hint={addressHints[kind]}
            {...missing(address, 'Say where notices go.')}
          >
            <Input
              type={kind === 'email' ? 'email' : 'url'}
              value={address}
              onChange={(_, { value }) => {
                setAddress(value);
              }}
            />
          </Field>
          {kind !== 'webhook' && (
            <Field label="When">
              <RadioGroup
                layout="horizontal"
                value={cadence}
                onChange={(_, { value }) => {
                  setCadence(value === 'daily' ? 'daily' : 'instant');
                }}
              >
                {cadences.map((each) => (
                  <Radio key={each} value={each} label={cadenceWords[each]} />
                ))}
              </RadioGroup>
            </Field>
          )}
          <Field label="Told of" {...(tried && chosen.length === 0 && { validationMessage: 'Choose at least one.' })}>
            <div>
              {events.map((event) => (
                <div key={event}>
                  <Checkbox
                    label={eventWords[event]}
                    checked={chosen.includes(event)}
                    onChange={(_, { checked }) => {
                      setChosen(checked === true ? [...chosen, event] : chosen.filter((each) => each !== event));
                    }}
                  />
                </div>
              ))}
            </div>
          </Field>
        </>
      ) : (
        <MessageBar intent="success" layout="multiline">
          <MessageBarBody style={{ whiteSpace: 'normal' }}>
            <MessageBarTitle>Copy the signing secret now. It is not shown again.</MessageBarTitle>
            <CopyText text={secret} />
          </MessageBarBody>
        </MessageBar>
      )}
    </FormDialog>
  );
}
