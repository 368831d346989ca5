import type { JsonObject } from '../../../src/lib/exact-json.ts';
import type { PsaCustomField, PsaCustomValue } from '../../world/types.ts';

/** Every custom field of this kind of row; one that was never filled in has no `value` member at all. */
export const customFields = (fields: readonly PsaCustomField[], values: readonly PsaCustomValue[]): readonly JsonObject[] =>
  fields.map((field) => ({
    id: field.id,
    caption: field.caption,
    type: field.type,
    entryMethod: 'EntryField',
    numberOfDecimals: 0,
    value: values.find((value) => value.fieldId === field.id)?.value,
    connectWiseId: field.connectWiseId,
  }));
