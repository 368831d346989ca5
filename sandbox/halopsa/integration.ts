import { textOf } from '../plain-text.ts';
import { json, type RemoteAnswer } from '../remote.ts';
import { rowOf, rowsOf, written } from './books.ts';
import { badRequest, notFound } from './errors.ts';
import { elementsOf } from './values.ts';
import { attempt, type Call, noteCount, Refusal } from './write.ts';

/** GET /IntegrationData/Get/MicrosoftCSP: what the own integration has imported. The form of the answer is not documented (assumed). */
export const importedLicences = ({ world }: Call): RemoteAnswer =>
  json(200, { licences: rowsOf(world, 'SoftwareLicence').map((row) => written(world, row, { whole: false })) });

/** POST /IntegrationData/AdjustQty/MicrosoftCSP [{licence_id, current_quantity, new_quantity}]: asks Microsoft for another count. */
export function adjustQuantity(call: Call): RemoteAnswer {
  const elements = elementsOf(call.request);
  if (elements === undefined) return badRequest('The body must be an array of objects.');
  return attempt(call, 'QuantityAsked', (batch) =>
    elements.map((element) => {
      const licence = rowOf(call.world, 'SoftwareLicence', textOf(element['licence_id']));
      if (licence === undefined) throw new Refusal(notFound());
      const wanted = Number(textOf(element['new_quantity']) || Number.NaN);
      const isSame = Number(textOf(element['current_quantity']) || Number.NaN) === licence.values['count'];
      if (!Number.isInteger(wanted) || wanted < 0 || !isSame) throw new Refusal(badRequest('The quantity has changed or is not valid.'));
      const asked = { requested_quantity: wanted, requested_quantity_date: call.world.now().slice(0, 19) };
      if (licence.values['azure_connection_id'] === 1) return batch.change(licence, asked);
      const after = batch.change(licence, { ...asked, count: wanted });
      noteCount(call.world, batch, licence, after);
      return after;
    }),
  );
}
