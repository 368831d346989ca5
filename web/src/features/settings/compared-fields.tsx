import { Checkbox, Field, makeStyles, Select, tokens } from '@fluentui/react-components';
import type { z } from 'zod';
import type { Settings } from '#contract/settings.ts';
import { GroupBy } from '#model/worklist.ts';
import { groupWords } from '../../ui/group-words.ts';

const useStyles = makeStyles({
  group: { border: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column' },
  legend: { padding: 0 },
  hint: { margin: 0, color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** What is chosen and not written. */
export type SettingChoices = Pick<z.infer<typeof Settings>, 'billing' | 'compared' | 'grouping'>;

type Props = {
  readonly value: SettingChoices;
  readonly onChange: (value: SettingChoices) => void;
  readonly readOnly: boolean;
  readonly className: string;
};

const books = { distributor: 'Distributors', psa: 'PSA systems' } as const;

/** Which books are held against Microsoft's, and how the differences are gathered. */
export function ComparedFields({ value, onChange, readOnly, className }: Props) {
  const styles = useStyles();
  const { compared, grouping } = value;
  return (
    <>
      <fieldset className={styles.group}>
        <legend className={styles.legend}>Compared with Microsoft</legend>
        {(['distributor', 'psa'] as const).map((book) => (
          <Checkbox
            key={book}
            label={books[book]}
            checked={compared[book]}
            disabled={readOnly}
            onChange={(_, { checked }) => {
              onChange({ ...value, compared: { ...compared, [book]: checked === true } });
            }}
          />
        ))}
        <p className={styles.hint}>A book that is left out is read on. What it differs in is no longer reported.</p>
      </fieldset>
      <Field className={className} label="Differences are grouped by" hint="When the list is opened. Each person can group it otherwise.">
        <Select
          value={grouping ?? ''}
          disabled={readOnly}
          onChange={(_, { value: text }) => {
            onChange({ ...value, grouping: GroupBy.options.find((each) => each === text) ?? null });
          }}
        >
          <option value="">Nothing</option>
          {GroupBy.options.map((each) => (
            <option key={each} value={each}>
              {groupWords[each]}
            </option>
          ))}
        </Select>
      </Field>
    </>
  );
}
