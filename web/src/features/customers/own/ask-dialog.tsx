import { Field, Input, Textarea } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isProblem } from '../../../lib/api.ts';
import { billToFieldWords } from '../../../ui/bill-to-words.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { useToast } from '../../../ui/toasts.tsx';
import type { Asking, Wanted } from './ask-words.ts';
import { askableFields } from './queries.ts';

type AskDialogProps = {
  readonly wanted: Wanted;
  /** Sends it, for whomever the page is about. */
  readonly send: (asking: Asking) => Promise<{ readonly state: string }>;
  readonly onClose: () => void;
};

/** Asks for a change: nothing is changed before the provider accepts. */
export const AskDialog = ({ wanted, ...rest }: AskDialogProps) =>
  wanted.kind === 'seats' ? (
    <AskForSeats subscription={wanted.subscription} {...rest} />
  ) : (
    <AskForAddress profile={wanted.profile} {...rest} />
  );

type SeatsProps = Omit<AskDialogProps, 'wanted'> & Pick<Extract<Wanted, { kind: 'seats' }>, 'subscription'>;

function AskForSeats({ subscription, send, onClose }: SeatsProps) {
  const [seats, setSeats] = useState(String(subscription.seats));
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<string>();
  const ask = useAsk(send, onClose);
  return (
    <FormDialog
      title={`Other seats of ${subscription.name}`}
      submit="Ask"
      isBusy={ask.isPending}
      error={ask.error}
      onSubmit={() => {
        const why = seatsProblem(seats, subscription.seats);
        setProblem(why);
        if (why === undefined) ask.mutate({ note, wish: { kind: 'seats', subscriptionId: subscription.id, seats: Number(seats) } });
      }}
      onClose={onClose}
    >
      <Field label="Seats" hint={`It has ${subscription.seats} now.`} {...(problem !== undefined && { validationMessage: problem })}>
        <Input
          value={seats}
          inputMode="numeric"
          onChange={(_, { value }) => {
            setSeats(value.trim());
          }}
        />
      </Field>
      <Note note={note} onChange={setNote} />
    </FormDialog>
  );
}

/** Why a text cannot be the seats that are asked for. Pure. */
export function seatsProblem(text: string, now: number): string | undefined {
  if (!/^\d{1,6}$/.test(text)) return 'Write a whole number.';
  return Number(text) === now ? 'It has so many already.' : undefined;
}

type AddressProps = Omit<AskDialogProps, 'wanted'> & Pick<Extract<Wanted, { kind: 'billTo' }>, 'profile'>;

function AskForAddress({ profile, send, onClose }: AddressProps) {
  const [draft, setDraft] = useState(profile.billTo);
  const [note, setNote] = useState('');
  const [isSame, setSame] = useState(false);
  const ask = useAsk(send, onClose);
  const wrong = isProblem(ask.error) ? (ask.error.problem.errors ?? []) : [];
  return (
    <FormDialog
      title="Change contact and address"
      submit="Ask"
      isBusy={ask.isPending}
      error={wrong.length === 0 ? ask.error : undefined}
      onSubmit={() => {
        const changed = askableFields.filter((field) => draft[field].trim() !== profile.billTo[field]);
        setSame(changed.length === 0);
        const changes = Object.fromEntries(changed.map((field) => [field, draft[field].trim()]));
        if (changed.length > 0) ask.mutate({ connectionId: profile.connectionId, note, wish: { kind: 'billTo', changes } });
      }}
      onClose={onClose}
    >
      <span>Your provider decides, then it is written at Microsoft.</span>
      {askableFields.map((field) => {
        const mistake = wrong.find(({ pointer }) => pointer === `/wish/changes/${field}`);
        return (
          <Field
            key={field}
            label={billToFieldWords[field]}
            {...(mistake !== undefined && { validationMessage: `This ${mistake.detail}.` })}
          >
            <Input
              value={draft[field]}
              maxLength={200}
              onChange={(_, { value }) => {
                setDraft({ ...draft, [field]: value });
              }}
            />
          </Field>
        );
      })}
      <Note note={note} onChange={setNote} />
      {isSame && <span role="alert">Nothing is changed yet.</span>}
    </FormDialog>
  );
}

const Note = ({ note, onChange }: { readonly note: string; readonly onChange: (note: string) => void }) => (
  <Field label="Note (optional)" hint="What your provider should know.">
    <Textarea
      value={note}
      maxLength={1_000}
      onChange={(_, { value }) => {
        onChange(value);
      }}
    />
  </Field>
);

function useAsk(send: AskDialogProps['send'], onDone: () => void) {
  const client = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: send,
    onSuccess: ({ state }) => {
      toast(state === 'asked' ? 'Asked. Your provider decides.' : 'Accepted at once: your provider agreed to such changes before.');
      void client.invalidateQueries();
      onDone();
    },
  });
}
