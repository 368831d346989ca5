import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles } from '@fluentui/react-components';
import { TextLink } from '../../ui/text-link.tsx';
import { When } from '../../ui/when.tsx';
import type { ConnectionData } from './connection-facts.tsx';
import { alarmWords } from './words.ts';

const useStyles = makeStyles({ bar: { flexShrink: 0 }, body: { whiteSpace: 'normal' } });

/** The stored sign-in comes to its end: how long it still works, and where it is renewed. */
export function SignInEnds({ connection: { id, kind, signInAlarm, consentEndsAt, state } }: { readonly connection: ConnectionData }) {
  const styles = useStyles();
  if (signInAlarm === null) return null;
  const isMicrosoft = kind === 'partnerCenter';
  return (
    <MessageBar intent={signInAlarm === 'ended' ? 'error' : 'warning'} layout="multiline" className={styles.bar}>
      <MessageBarBody className={styles.body}>
        <MessageBarTitle>Sign-in: {alarmWords[signInAlarm].toLowerCase()}</MessageBarTitle> It ends <When at={consentEndsAt} />.{' '}
        {state === 'off'
          ? 'The connection is paused, so its sign-in is not renewed. '
          : 'Each use renews it, and it has not been used with success for weeks. '}
        <TextLink to={`/settings/connections/${id}?tab=authentication`} inline>
          {isMicrosoft ? 'Sign in again' : 'Enter a new refresh token'}
        </TextLink>
        . Mappings and history stay.
      </MessageBarBody>
    </MessageBar>
  );
}
