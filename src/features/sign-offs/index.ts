export { closedMonths } from './closed.ts';
export { type Frozen, freeze, markReopened, readContent, signOffStates, signOffsOf } from './store.ts';
