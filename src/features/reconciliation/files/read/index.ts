export { CsvFramer } from './csv-framer.ts';
export { Fields, type WantedColumn } from './fields.ts';
export { JsonFramer } from './json-framer.ts';
export { eachRecord, type Framer } from './records.ts';
export { tenantIdOf } from './tenant-id.ts';
