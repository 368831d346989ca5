import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import type { SpecializationRow, ToleranceRow } from './provider-entries.ts';
import { markedLabel, providerWords } from './provider-words.ts';

const useStyles = makeStyles({
  group: { border: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minWidth: 0 },
  hint: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  mistake: { color: tokens.colorPaletteRedForeground1, fontSize: tokens.fontSizeBase200 },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'end' },
  cell: { flex: '1 1 110px', minWidth: 0 },
  input: { minWidth: 0, width: '100%' },
});

type Column<Row> = { readonly name: keyof Row & string; readonly label: string; readonly type?: 'date' };
type RowsProps<Row> = {
  readonly rows: readonly Row[];
  readonly mistake: string | undefined;
  readonly may: boolean;
  readonly onRows: (rows: readonly Row[]) => void;
};

export const ToleranceRows = (props: RowsProps<ToleranceRow>) => (
  <Rows
    {...props}
    field="usageMismatchTolerance"
    one="tolerance"
    empty={{ currency: '', absolute: '', percent: '' }}
    columns={[
      { name: 'currency', label: 'Currency' },
      { name: 'absolute', label: 'Amount' },
      { name: 'percent', label: 'Per cent' },
    ]}
  />
);

export const SpecializationRows = (props: RowsProps<SpecializationRow>) => (
  <Rows
    {...props}
    field="azureSpecializations"
    one="specialization"
    empty={{ name: '', from: '', until: '' }}
    columns={[
      { name: 'name', label: 'Name' },
      { name: 'from', label: 'From', type: 'date' },
      { name: 'until', label: 'Until (optional)', type: 'date' },
    ]}
  />
);

type Props<Row> = RowsProps<Row> & {
  readonly field: 'usageMismatchTolerance' | 'azureSpecializations';
  readonly one: string;
  readonly empty: Row;
  readonly columns: readonly Column<Row>[];
};

/** Some rows of a few texts each, as a group with a name, a hint and what is wrong. */
function Rows<Row extends Readonly<Record<string, string>>>({ rows, mistake, may, onRows, field, one, empty, columns }: Props<Row>) {
  const styles = useStyles();
  return (
    <fieldset className={styles.group} disabled={!may}>
      <legend>{markedLabel(field)}</legend>
      <span className={styles.hint}>{providerWords[field].hint}</span>
      {rows.map((row, index) => (
        // A row has no name of its own; its place is what tells it from the others while it is filled in.
        <div key={index} className={styles.row}>
          {columns.map(({ name, label, type = 'text' as const }) => (
            <Field key={name} label={label} className={styles.cell}>
              <Input
                className={styles.input}
                type={type}
                value={row[name] ?? ''}
                onChange={(_, { value }) => {
                  onRows(rows.map((each, at) => (at === index ? { ...each, [name]: value } : each)));
                }}
              />
            </Field>
          ))}
          <Button
            aria-label={`Remove ${one} ${index + 1}`}
            onClick={() => {
              onRows(rows.filter((_, at) => at !== index));
            }}
          >
            Remove
          </Button>
        </div>
      ))}
      {mistake !== undefined && (
        <span role="alert" className={styles.mistake}>
          {mistake}
        </span>
      )}
      <div>
        <Button
          onClick={() => {
            onRows([...rows, empty]);
          }}
        >
          Add {one}
        </Button>
      </div>
    </fieldset>
  );
}
