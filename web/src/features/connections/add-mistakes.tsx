import { Link, MessageBar, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components';
import type { RefObject } from 'react';
import { controlId } from './add-field.tsx';
import type { FormField, Mistakes } from './add-form.ts';

const useStyles = makeStyles({
  frame: { flexShrink: 0 },
  body: { whiteSpace: 'normal', paddingBlock: tokens.spacingVerticalS },
  list: { margin: 0, marginBlockStart: tokens.spacingVerticalXS, paddingInlineStart: tokens.spacingHorizontalL },
  item: { paddingBlock: tokens.spacingVerticalXXS },
});

type Props = { readonly fields: readonly FormField[]; readonly mistakes: Mistakes; readonly at: RefObject<HTMLDivElement | null> };

/** All that is wrong in one place; gets the focus when a form cannot be sent, and each entry leads to its field. */
export function MistakeSummary({ fields, mistakes, at }: Props) {
  const styles = useStyles();
  const wrong = fields.filter(({ name }) => mistakes[name] !== undefined);
  return (
    <div ref={at} tabIndex={-1} role="group" aria-label="What is not right yet" className={styles.frame}>
      <MessageBar intent="error" layout="multiline" politeness="assertive">
        <MessageBarBody className={styles.body}>
          <MessageBarTitle>
            {wrong.length === 1 ? 'One field is not right yet' : `${wrong.length} fields are not right yet`}
          </MessageBarTitle>
          <ul className={styles.list}>
            {wrong.map(({ name }) => (
              <li key={name} className={styles.item}>
                <Link
                  href={`#${controlId(name)}`}
                  inline
                  onClick={(event) => {
                    event.preventDefault();
                    document.getElementById(controlId(name))?.focus();
                  }}
                >
                  {mistakes[name]}
                </Link>
              </li>
            ))}
          </ul>
        </MessageBarBody>
      </MessageBar>
    </div>
  );
}
