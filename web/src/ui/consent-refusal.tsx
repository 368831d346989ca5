import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components';
import type { ConsentRefusal } from '#model/consent.ts';
import { reconsentWords, refusalTitles } from './consent-words.ts';

const useStyles = makeStyles({
  body: { whiteSpace: 'normal', overflowWrap: 'anywhere', paddingBlock: tokens.spacingVerticalS },
  text: { margin: 0 },
});

/** Why a sign-in was not taken: cause, what to do, whether signing in again helps, and the codes for Microsoft's support. */
export function RefusalMessage({ refusal }: { readonly refusal: ConsentRefusal }) {
  const styles = useStyles();
  const codes = [refusal.remoteCode, refusal.correlationId].filter((each) => each !== undefined);
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody className={styles.body}>
        <MessageBarTitle>{refusalTitles[refusal.code]}</MessageBarTitle>
        <p className={styles.text}>{refusal.cause}</p>
        <p className={styles.text}>What to do: {refusal.fix}</p>
        <p className={styles.text}>{reconsentWords[refusal.reconsent]} Nothing was stored.</p>
        {codes.length > 0 && <p className={styles.text}>{codes.join(' · ')}</p>}
      </MessageBarBody>
    </MessageBar>
  );
}
