import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { type Entries, type FormField, type Mistakes, mistakeIn, mistakesIn } from './add-form.ts';

export type FormOptions = {
  readonly fields: readonly FormField[];
  readonly entries: Entries;
  readonly onEntries: (entries: Entries) => void;
  /** What the server said about single fields. */
  readonly told: Mistakes;
  readonly onSend: () => void;
};

/** Checks a field when it is left and all of them when the form is sent, never while somebody types (ux reference 4.4). */
export function useForm({ fields, entries, onEntries, told, onSend }: FormOptions) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [seen, setSeen] = useState<Mistakes>({});
  const [tries, setTries] = useState(0);
  // What the server said about a field holds until somebody changes that field.
  const [changed, setChanged] = useState<{ readonly since: Mistakes; readonly names: readonly string[] }>({ since: told, names: [] });
  const changedNames = changed.since === told ? changed.names : [];
  const stillTold = Object.fromEntries(Object.entries(told).filter(([name]) => !changedNames.includes(name)));
  const summary = useRef<HTMLDivElement>(null);
  const mistakes = { ...stillTold, ...seen };
  const hasMistakes = fields.some(({ name }) => mistakes[name] !== undefined);
  useEffect(() => {
    if (tries > 0) summary.current?.focus();
  }, [tries]);
  useEffect(() => {
    if (Object.keys(told).length > 0) summary.current?.focus();
  }, [told]);

  const look = (name: string, now: Entries): void => {
    const field = fields.find((each) => each.name === name);
    const mistake = field === undefined ? undefined : mistakeIn(field, now, name);
    setSeen((before) => {
      const { [name]: _gone, ...rest } = before;
      return mistake === undefined ? rest : { ...rest, [name]: mistake };
    });
  };
  return {
    summary,
    mistakes,
    /** The list of mistakes appears when the form was sent, not while it is filled in. */
    showsSummary: hasMistakes && (tries > 0 || Object.keys(stillTold).length > 0),
    propsOf: (form: FormField) => ({
      form,
      value: entries[form.name] ?? '',
      mistakes,
      onType: (text: string) => {
        const now = { ...entries, [form.name]: text };
        onEntries(now);
        if (stillTold[form.name] !== undefined) setChanged({ since: told, names: [...changedNames, form.name] });
        // A mistake that is shown goes as soon as it is put right.
        if (mistakes[form.name] !== undefined) look(form.name, now);
      },
      onLeave: () => {
        const typed = (entries[form.name] ?? '') !== '' || left.has(form.name);
        setLeft(new Set([...left, form.name]));
        if (typed) look(form.name, entries);
      },
    }),
    submit: (event: SubmitEvent) => {
      event.preventDefault();
      const found = mistakesIn(fields, entries);
      setSeen(found);
      if (Object.keys(found).length === 0) onSend();
      else setTries(tries + 1);
    },
  };
}
