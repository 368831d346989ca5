import * as contract from '../contract/microsoft-errors.ts';
import { listMicrosoftErrors } from '../model/microsoft-error.ts';
import { good, handle, type Mounted } from './handle.ts';

export const microsoftErrorRoutes: readonly Mounted[] = [
  handle(contract.listMicrosoftErrors, ({ query }) => Promise.resolve(good({ data: [...listMicrosoftErrors(query.code)] }))),
];
