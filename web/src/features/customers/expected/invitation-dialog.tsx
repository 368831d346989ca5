import { Button, Link, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { inviteCustomer } from '#contract/expected-customers.ts';
import { call } from '../../../lib/api.ts';
import { Facts } from '../../../ui/card.tsx';
import { CopyText } from '../../../ui/copy-text.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { customersChanged, type Expected } from './queries.ts';

type Invitation = z.infer<NonNullable<typeof inviteCustomer.reply>>;

const useStyles = makeStyles({
  message: {
    margin: 0,
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    fontFamily: tokens.fontFamilyBase,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  ways: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
});

export type InvitationDialogProps = { readonly expected: Expected; readonly onClose: () => void };

/** Makes the link by which the customer accepts, and shows it this once; a second time is a reminder with a new link. */
export function InvitationDialog({ expected, onClose }: InvitationDialogProps) {
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: () => call(inviteCustomer, { params: { id: expected.id } }),
    onSuccess: () => customersChanged(client),
  });
  const isReminder = expected.sentAt !== null && make.data === undefined;
  return (
    <FormDialog
      title={`${isReminder ? 'Remind' : 'Invite'} ${expected.name}`}
      submit={make.data === undefined ? (isReminder ? 'Make a new link' : 'Make the link') : 'Done'}
      cancel={make.data === undefined ? 'Cancel' : 'Close'}
      isBusy={make.isPending}
      error={make.error}
      onClose={onClose}
      onSubmit={() => {
        if (make.data === undefined) make.mutate();
        else onClose();
      }}
    >
      {make.data === undefined ? (
        <span>
          {isReminder
            ? 'The reminder has a new link; the one that was sent before stops working.'
            : 'A Global Administrator of the customer opens the link, signs in and accepts you as its reseller. You see here when it was opened.'}
        </span>
      ) : (
        <Made invitation={make.data} email={expected.email} />
      )}
    </FormDialog>
  );
}

function Made({ invitation, email }: { readonly invitation: Invitation; readonly email: string }) {
  const styles = useStyles();
  const { link, subject, message } = invitation;
  const mail = `mailto:${encodeURIComponent(email)}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(message)}`;
  return (
    <>
      <span>The link is shown only now. It is open for 30 days and for this customer alone.</span>
      <Facts
        facts={[
          ['Link', <CopyText key="link" text={link} />],
          ['Subject', <CopyText key="subject" text={subject} />],
        ]}
      />
      <pre className={styles.message}>{message}</pre>
      <div className={styles.ways}>
        <Button onClick={() => void navigator.clipboard.writeText(message)}>Copy the message</Button>
        <Link href={mail}>Write it in your mail program</Link>
      </div>
    </>
  );
}
