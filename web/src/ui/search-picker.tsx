import { Combobox, makeStyles, Option, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useLayoutEffect, useRef, useState } from 'react';

export type Choice = { readonly id: string; readonly name: string; readonly detail?: string };

export type SearchPickerProps = {
  readonly label: string;
  /** Key of the search in the cache, without the letters. */
  readonly searchKey: readonly unknown[];
  readonly search: (letters: string, signal: AbortSignal) => Promise<readonly Choice[]>;
  readonly chosen?: Choice | undefined;
  readonly placeholder?: string;
  readonly onChoose: (choice: Choice | undefined) => void;
  /** Shown before anything is typed: what is most likely meant. */
  readonly suggestions?: readonly Choice[];
  /** Takes the focus and opens at once: it was asked for. */
  readonly open?: boolean;
  /** Takes the focus over from the field that stood here before, with the letters that were typed there. */
  readonly begun?: string | undefined;
  readonly onLeave?: () => void;
  readonly className?: string;
};

const useStyles = makeStyles({
  list: { minWidth: 'min(320px, 90vw)', overflowY: 'auto' },
  choice: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  detail: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3 },
});

/** A field that searches on the server while one types. Emptying it clears the choice. */
export function SearchPicker(props: SearchPickerProps) {
  const { label, chosen, onChoose, onLeave, open = false, begun, placeholder = label } = props;
  const styles = useStyles();
  const [typed, setTyped] = useState(begun === '' ? undefined : begun);
  const { choices, hint } = useChoices(props, typed);
  const frame = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (open || begun !== undefined) frame.current?.querySelector('input')?.focus();
  }, [open, begun]);
  const begin = () => {
    setTyped((before) => before ?? '');
  };
  return (
    <span ref={frame} className={props.className}>
      <Combobox
        aria-label={label}
        freeform
        clearable
        style={{ minWidth: 0, width: '100%' }}
        defaultOpen={open || (begun ?? '') !== ''}
        listbox={{ className: styles.list, style: { maxHeight: '320px' } }}
        positioning={{ position: 'below', align: 'start', autoSize: false }}
        placeholder={placeholder}
        value={typed ?? chosen?.name ?? ''}
        selectedOptions={chosen === undefined ? [] : [chosen.id]}
        onOpenChange={(_, change) => {
          if (change.open) begin();
        }}
        onFocus={() => {
          if (open) begin();
        }}
        onChange={(event) => {
          setTyped(event.target.value);
        }}
        onOptionSelect={(_, { optionValue }) => {
          setTyped(undefined);
          onChoose(choices.find((each) => each.id === optionValue));
        }}
        onBlur={() => {
          setTyped(undefined);
          onLeave?.();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onLeave?.();
        }}
      >
        {choices.map((each) => (
          <Option key={each.id} value={each.id} text={each.name}>
            <span className={styles.choice}>
              {each.name}
              {each.detail !== undefined && each.detail !== '' && <span className={styles.detail}>{each.detail}</span>}
            </span>
          </Option>
        ))}
        {choices.length === 0 && (
          <Option disabled value="" text="">
            {hint}
          </Option>
        )}
      </Combobox>
    </span>
  );
}

/** Suggestions first while nothing is typed, then what the server finds; old results stay while new ones are read. */
function useChoices({ searchKey, search, suggestions = [] }: SearchPickerProps, typed: string | undefined) {
  const letters = useDeferredValue(typed?.trim() ?? '');
  const found = useQuery({
    queryKey: [...searchKey, letters],
    queryFn: ({ signal }) => search(letters, signal),
    enabled: typed !== undefined,
    placeholderData: (before) => before,
  });
  const first = letters === '' ? suggestions : [];
  const others = (found.data ?? []).filter((each) => first.every(({ id }) => id !== each.id));
  const hint = found.isError
    ? 'The search does not answer; type again'
    : found.data === undefined || found.isPlaceholderData
      ? 'Searching'
      : `Nothing found for "${letters}"`;
  return { choices: [...first, ...others], hint };
}
