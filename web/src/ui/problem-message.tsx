import {
  Button,
  Link,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { isProblem } from '../lib/api.ts';

const useStyles = makeStyles({
  bar: { flexShrink: 0 },
  body: { paddingBlock: tokens.spacingVerticalS, whiteSpace: 'normal', overflowWrap: 'anywhere' },
  details: {
    margin: 0,
    marginBlockStart: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalS,
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'pre-wrap',
  },
});

export type ProblemMessageProps = {
  readonly error: unknown;
  /** What did not happen, when the problem's own title does not say it. */
  readonly title?: string;
  readonly onRetry?: (() => void) | undefined;
  readonly onDismiss?: (() => void) | undefined;
};

/** The one shape of an error: what did not happen, why, what to do, and details for support (ux reference 4.10). */
export function ProblemMessage({ error, title, onRetry, onDismiss }: ProblemMessageProps) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const words = wordsOf(error);
  return (
    <MessageBar intent={words.forbidden ? 'warning' : 'error'} layout="multiline" className={styles.bar} politeness="assertive">
      <MessageBarBody className={styles.body}>
        <MessageBarTitle>{title ?? words.title}</MessageBarTitle> <span>{words.reason}</span>{' '}
        {words.remedy !== undefined && (
          <>
            <span>{words.remedy}</span>{' '}
          </>
        )}
        <Link
          as="button"
          inline
          aria-expanded={open}
          onClick={() => {
            setOpen(!open);
          }}
        >
          {open ? 'Hide details' : 'Details'}
        </Link>
        {open && <pre className={styles.details}>{words.details}</pre>}
      </MessageBarBody>
      {(onRetry !== undefined || onDismiss !== undefined || open) && (
        <MessageBarActions>
          {onRetry !== undefined && <Button onClick={onRetry}>Try again</Button>}
          {open && <Button onClick={() => void navigator.clipboard.writeText(words.details)}>Copy details</Button>}
          {onDismiss !== undefined && <Button onClick={onDismiss}>Dismiss</Button>}
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

function wordsOf(error: unknown) {
  if (!isProblem(error)) {
    const text = error instanceof Error ? error.message : 'Unknown error';
    return { title: 'This page ran into an error', reason: text, remedy: 'Reload the page.', details: text, forbidden: false };
  }
  const { problem } = error;
  const { upstream } = problem;
  const details = [
    `code: ${problem.code}`,
    ...(upstream === undefined ? [] : [`system: ${upstream.system}`]),
    ...(upstream?.code === undefined ? [] : [`its code: ${upstream.code}`]),
    ...(upstream?.correlationId === undefined ? [] : [`correlation id: ${upstream.correlationId}`]),
    ...(problem.requestId === '' ? [] : [`request id: ${problem.requestId}`]),
    ...(problem.errors ?? []).map((each) => `${each.pointer}: ${each.detail}`),
    `time: ${new Date().toISOString()}`,
  ].join('\n');
  return {
    title: problem.title,
    reason: problem.detail,
    remedy: problem.remediation?.text,
    details,
    forbidden: problem.code === 'forbidden' || problem.code === 'write_switched_off',
  };
}
