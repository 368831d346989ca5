export { CsvFramer } from './csv-framer.ts';
export { delimiterOf } from './delimiter.ts';
export { Fields, type WantedColumn } from './fields.ts';
export { JsonFramer } from './json-framer.ts';
export { checkEncoding, eachRecord, type Framer } from './records.ts';
export { tenantIdOf } from './tenant-id.ts';
