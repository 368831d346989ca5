export { type LossMeterView, readLossMeter } from './loss-meter.ts';
