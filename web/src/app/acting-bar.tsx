import { makeStyles, tokens } from '@fluentui/react-components';
import { useMe } from '../lib/use-me.ts';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalL,
    paddingBlock: tokens.spacingVerticalXS,
    paddingInline: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorNeutralForeground1,
  },
  leave: { color: tokens.colorBrandForegroundLink, fontWeight: tokens.fontWeightSemibold, minHeight: '24px', lineHeight: '24px' },
});

/** In whose name everything on the page is done, on every page. Leaving is an address of its own: the page loads anew. */
export function ActingBar() {
  const styles = useStyles();
  const organisation = useMe()?.organisation;
  if (organisation === undefined || organisation === null) return null;
  return (
    <div className={styles.bar} role="status">
      {organisation.acting ? (
        <>
          <strong>Acting for {organisation.name}</strong>
          <span>You see what its people see; the audit trail has both names.</span>
          <a className={styles.leave} href="/customers/resellers">
            Leave {organisation.name}
          </a>
        </>
      ) : (
        <strong>{organisation.name}</strong>
      )}
    </div>
  );
}
