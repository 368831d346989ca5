import { Text } from '@fluentui/react-components';
import { useState } from 'react';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { type Choice, SearchPicker } from '../../ui/search-picker.tsx';
import { isAccount, type MappingRow, searchTargets } from './queries.ts';

export type AssignDialogProps = {
  /** All of one connection. */
  readonly rows: readonly MappingRow[];
  /** "12 customers". */
  readonly what: string;
  readonly onAssign: (targetId: string) => void;
  readonly onClose: () => void;
};

/** Several sources, one target: a holding whose companies are billed together, products that one service bills. */
export function AssignDialog({ rows, what, onAssign, onClose }: AssignDialogProps) {
  const [chosen, setChosen] = useState<Choice>();
  const [isMissing, setMissing] = useState(false);
  const [first] = rows;
  if (first === undefined) return null;
  const target = isAccount(first) ? 'account' : 'service';
  return (
    <FormDialog
      title={`Assign ${what} to one ${target}`}
      submit={`Assign ${rows.length}`}
      isBusy={false}
      error={null}
      onClose={onClose}
      onSubmit={() => {
        setMissing(chosen === undefined);
        if (chosen !== undefined) onAssign(chosen.id);
      }}
    >
      <Text>
        {isAccount(first)
          ? `All of them are billed in this account of ${first.connectionName}.`
          : `This service of ${first.connectionName} bills all of them, and their quantities are added up.`}{' '}
        It is one step: one undo takes it back.
      </Text>
      <SearchPicker
        label={`Search the ${target}`}
        searchKey={['mapping-targets', first.connectionId, isAccount(first)]}
        search={async (letters, signal) => (await searchTargets(first, letters, signal)).data}
        chosen={chosen}
        onChoose={setChosen}
      />
      {isMissing && <Text role="alert">Choose the {target} first.</Text>}
    </FormDialog>
  );
}
