import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { type ReactNode, useEffect } from 'react';

const useStyles = makeStyles({
  page: { minHeight: '100dvh', display: 'grid', placeItems: 'center', padding: tokens.spacingHorizontalL, boxSizing: 'border-box' },
  box: {
    width: 'min(640px, 100%)',
    minWidth: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    padding: tokens.spacingHorizontalXXL,
    boxSizing: 'border-box',
    overflowWrap: 'anywhere',
  },
  title: { ...typographyStyles.title2, margin: 0 },
});

/** A page for whoever holds its link, without an account here: no areas, no search, one thing to do. */
export function LonePage({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const styles = useStyles();
  useEffect(() => {
    document.title = `${title} – Concord`;
  }, [title]);
  return (
    <main className={styles.page}>
      <div className={styles.box}>
        <h1 className={styles.title}>{title}</h1>
        {children}
      </div>
    </main>
  );
}
