import { Field, Input, Radio, RadioGroup } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { getMailServer, type MailServer, setMailServer } from '#contract/notice-channels.ts';
import type { MailSecurity } from '#model/notice.ts';
import { call } from '../../lib/api.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { useProved } from '../../ui/proof.tsx';
import { useToast } from '../../ui/toasts.tsx';
import { securityWords } from './words.ts';

type Security = z.infer<typeof MailSecurity>;
const isSecurity = (text: string): text is Security => text in securityWords;
const usualPorts: Readonly<Record<Security, string>> = { tls: '465', startTls: '587', none: '25' };

const textsOf = (server: Props['server']) => ({
  host: server?.host ?? '',
  port: server === null ? usualPorts.startTls : String(server.port),
  userName: server?.userName ?? '',
  password: '',
  sender: server?.sender ?? '',
});

const problemsOf = ({ host, port, sender }: ReturnType<typeof textsOf>) => ({
  host: host.trim() === '' ? 'Name the server.' : undefined,
  port: /^\d{1,5}$/.test(port) && Number(port) > 0 ? undefined : 'Write the number of a port.',
  sender: sender.includes('@') ? undefined : 'Write the address that mails come from.',
});

type Props = { readonly server: z.infer<typeof MailServer> | null; readonly onClose: () => void };

/** The partner's own mail server. Its password is never shown; left empty it stays, as long as server and user do. */
export function MailServerDialog({ server, onClose }: Props) {
  const client = useQueryClient();
  const toast = useToast();
  const proved = useProved();
  const [texts, setTexts] = useState(textsOf(server));
  const [security, setSecurity] = useState<Security>(server?.security ?? 'startTls');
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: () =>
      proved(() =>
        call(setMailServer, {
          body: {
            host: texts.host.trim(),
            port: Number(texts.port),
            security,
            sender: texts.sender.trim(),
            ...(texts.userName.trim() !== '' && { userName: texts.userName.trim() }),
            ...(texts.password !== '' && { password: texts.password }),
          },
        }),
      ),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: [getMailServer.id] });
      toast('The mail server is set. Send a test to a channel.');
      onClose();
    },
  });
  const problems = problemsOf(texts);
  const field = (name: keyof typeof texts, label: string, hint: string, type: 'text' | 'password' = 'text') => {
    const problem = tried && name in problems ? problems[name as keyof typeof problems] : undefined; // just asked
    return (
      <Field label={label} hint={hint} {...(problem !== undefined && { validationMessage: problem })}>
        <Input
          type={type}
          autoComplete="off"
          value={texts[name]}
          onChange={(_, { value }) => {
            setTexts({ ...texts, [name]: value });
          }}
        />
      </Field>
    );
  };
  return (
    <FormDialog
      title="Mail server"
      submit="Save the mail server"
      isBusy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (Object.values(problems).every((problem) => problem === undefined)) save.mutate();
      }}
    >
      {field('host', 'Server', 'Its name; one in your own network has to stand in CONCORD_PRIVATE_HOSTS')}
      <Field label="Encryption">
        <RadioGroup
          value={security}
          onChange={(_, { value }) => {
            if (!isSecurity(value)) return;
            setSecurity(value);
            if (texts.port === usualPorts[security]) setTexts({ ...texts, port: usualPorts[value] });
          }}
        >
          {Object.entries(securityWords).map(([value, word]) => (
            <Radio key={value} value={value} label={word} />
          ))}
        </RadioGroup>
      </Field>
      {field('port', 'Port', 'Usually 587')}
      {field('userName', 'User name (optional)', 'Empty if the server asks for none')}
      {field(
        'password',
        'Password (optional)',
        server?.passwordSet === true ? 'Set; empty leaves it' : 'Kept encrypted, never shown',
        'password',
      )}
      {field('sender', 'Sender', 'Concord <concord@your-domain.example>')}
    </FormDialog>
  );
}
