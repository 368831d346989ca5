import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components';
import { type ReactNode, useEffect, useState } from 'react';
import { ProblemMessage } from './problem-message.tsx';

const useStyles = makeStyles({
  empty: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalM,
    paddingBlock: tokens.spacingVerticalXXXL,
    paddingInline: tokens.spacingHorizontalL,
    textAlign: 'center',
  },
  title: { ...typographyStyles.subtitle2, margin: 0 },
  text: { ...typographyStyles.body1, maxWidth: '52ch', color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS, flexWrap: 'wrap', justifyContent: 'center' },
  skeleton: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, paddingBlock: tokens.spacingVerticalM },
  bone: {
    height: '16px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralStencil1,
    animationName: { '50%': { backgroundColor: tokens.colorNeutralStencil2 } },
    animationDuration: '2s',
    animationIterationCount: 'infinite',
    '@media (prefers-reduced-motion: reduce)': { animationDuration: '0.01ms', animationIterationCount: 1 },
    '@media (forced-colors: active)': { backgroundColor: 'WindowText' },
  },
  firstBone: { height: '24px' },
});

export type EmptyProps = { readonly title: string; readonly children?: ReactNode; readonly actions?: ReactNode };

/** Nothing here: what this is, why it is empty, one thing to do. */
export function Empty({ title, children, actions }: EmptyProps) {
  const styles = useStyles();
  return (
    <div className={styles.empty}>
      <h2 className={styles.title}>{title}</h2>
      {children !== undefined && <div className={styles.text}>{children}</div>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

/** True once 150 ms have passed: a quick answer shows no skeleton at all. */
function useIsSlow(): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSlow(true);
    }, 150);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return slow;
}

export function Loading({ rows = 8, label = 'Loading' }: { readonly rows?: number; readonly label?: string }) {
  const styles = useStyles();
  const slow = useIsSlow();
  if (!slow) return null;
  return (
    <div role="progressbar" aria-busy aria-label={label} className={styles.skeleton}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={mergeClasses(styles.bone, row === 0 && styles.firstBone)} />
      ))}
    </div>
  );
}

/** What a query answers, as far as the states of a page need it. */
export type Loaded<Data> = {
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
};

export type QueryStatesProps<Data> = {
  readonly query: Loaded<Data>;
  readonly rows?: number;
  readonly children: (data: Data) => ReactNode;
};

/** Loading, error with retry, or the data. Old data stay visible below an error of a later reading. */
export function QueryStates<Data>({ query, rows, children }: QueryStatesProps<Data>) {
  const retry = () => void query.refetch();
  if (query.data !== undefined)
    return (
      <>
        {query.error !== null && query.error !== undefined && (
          <ProblemMessage error={query.error} title="These data could not be refreshed" onRetry={retry} />
        )}
        {children(query.data)}
      </>
    );
  if (query.isPending) return <Loading {...(rows !== undefined && { rows })} />;
  return <ProblemMessage error={query.error} onRetry={retry} />;
}
