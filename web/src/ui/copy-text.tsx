import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { Checkmark16Regular, Copy16Regular } from '@fluentui/react-icons';
import { useState } from 'react';

const useStyles = makeStyles({
  line: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, maxWidth: '100%' },
  text: { overflowWrap: 'anywhere' },
});

/** An id or name that people paste into tickets. */
export function CopyText({ text }: { readonly text: string }) {
  const styles = useStyles();
  const [done, setDone] = useState(false);
  return (
    <span className={styles.line}>
      <span className={styles.text}>{text}</span>
      <Button
        size="small"
        appearance="subtle"
        icon={done ? <Checkmark16Regular /> : <Copy16Regular />}
        aria-label={done ? `Copied ${text}` : `Copy ${text}`}
        onClick={() => {
          void navigator.clipboard.writeText(text).then(() => {
            setDone(true);
          });
        }}
      />
    </span>
  );
}
